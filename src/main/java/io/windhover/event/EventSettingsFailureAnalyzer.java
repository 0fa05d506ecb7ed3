package io.windhover.event;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells how events are configured.
 */
public class EventSettingsFailureAnalyzer extends AbstractFailureAnalyzer<EventSettingsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, EventSettingsException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
