package io.windhover.topic.creation;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * States how to fix a {@link TopicMismatchException}.
 */
class TopicMismatchFailureAnalyzer extends AbstractFailureAnalyzer<TopicMismatchException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TopicMismatchException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
	}

}
