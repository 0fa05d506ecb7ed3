package io.windhover.topic.broker;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells how to get the embedded broker started.
 */
class BrokerFailureAnalyzer extends AbstractFailureAnalyzer<RuntimeException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, RuntimeException cause) {
		BrokerPortInUseException port = findCause(rootFailure, BrokerPortInUseException.class);
		if (port != null) {
			return new FailureAnalysis(String.valueOf(port.getMessage()),
					"Stop the process that listens there, set windhover.broker.port to a free port, or set "
							+ "spring.kafka.bootstrap-servers to use that process if it is a Kafka broker.",
					port);
		}
		BrokerCredentialsException credentials = findCause(rootFailure, BrokerCredentialsException.class);
		if (credentials != null) {
			return new FailureAnalysis(String.valueOf(credentials.getMessage()),
					"Delete the file, and a new account is made at the next start; or make it readable for this account.",
					credentials);
		}
		return null;
	}

}
