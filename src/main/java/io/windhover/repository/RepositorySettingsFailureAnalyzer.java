package io.windhover.repository;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells how the repository is configured.
 */
class RepositorySettingsFailureAnalyzer extends AbstractFailureAnalyzer<RepositorySettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RepositorySettingsException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
