package io.windhover.topic;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells how to mend a {@link TopicMismatchException}.
 */
class TopicMismatchFailureAnalyzer extends AbstractFailureAnalyzer<TopicMismatchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TopicMismatchException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Set windhover.topics.partitions to %d, or choose another windhover.topics.prefix for a new cluster."
					.formatted(cause.partitions()),
				cause);
	}

}
