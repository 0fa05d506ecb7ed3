package io.windhover.instance;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the ways out of a {@link DirectoryLockException}.
 */
class DirectoryLockFailureAnalyzer extends AbstractFailureAnalyzer<DirectoryLockException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, DirectoryLockException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Stop the other Windhover that runs there, or set windhover.data-directory to another directory.",
				cause);
	}

}
