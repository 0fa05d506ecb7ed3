package io.windhover.topic.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the ACLs that are missing.
 */
class PermissionsFailureAnalyzer extends AbstractFailureAnalyzer<PermissionsMissingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PermissionsMissingException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Allow it; src/docs/kafka.md lists the ACLs of each role.%n%n%s".formatted(cause.commands()), cause);
	}

}
