package io.windhover.cluster;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Names the ways out of an {@link InstanceIdInUseException}.
 */
class InstanceIdInUseFailureAnalyzer extends AbstractFailureAnalyzer<InstanceIdInUseException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InstanceIdInUseException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()),
				"Set windhover.instance-id to a name that no other process of the cluster has, or stop the other process.",
				cause);
	}

}
