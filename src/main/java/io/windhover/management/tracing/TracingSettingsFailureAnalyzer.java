package io.windhover.management.tracing;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells how traces are configured.
 */
class TracingSettingsFailureAnalyzer extends AbstractFailureAnalyzer<TracingSettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, TracingSettingsException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
