package io.windhover.topic.broker;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;

/**
 * How clients of this process reach the embedded broker.
 *
 * @param protocol null where the broker takes everybody
 */
record EmbeddedBrokerConnection(int port, @Nullable String protocol) implements KafkaConnectionDetails {

	@Override
	public List<String> getBootstrapServers() {
		return List.of("127.0.0.1:" + this.port);
	}

	@Override
	public @Nullable String getSecurityProtocol() {
		return this.protocol;
	}

}
