package io.windhover.security.login;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells how a user is written.
 */
class InvalidUserFailureAnalyzer extends AbstractFailureAnalyzer<InvalidUserException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidUserException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
	}

}
