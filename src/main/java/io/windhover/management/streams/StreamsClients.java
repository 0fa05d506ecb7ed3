package io.windhover.management.streams;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.config.StreamsBuilderFactoryBeanConfigurer;

/**
 * The Kafka Streams clients of this process, known from when their factories are made.
 */
public class StreamsClients implements StreamsBuilderFactoryBeanConfigurer {

	private final List<StreamsClient> clients = new CopyOnWriteArrayList<>();

	private final Clock clock;

	/**
	 * Knows no client before Spring configures a factory.
	 */
	public StreamsClients(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void configure(StreamsBuilderFactoryBean factory) {
		StreamsClient client = new StreamsClient(factory, this.clock);
		factory.setStateListener(client);
		factory.setStateRestoreListener(client.restoreListener());
		factory.addListener(client);
		this.clients.add(client);
	}

	/**
	 * Those known now, started or not, in the order of their creation.
	 */
	public List<StreamsClient> all() {
		return List.copyOf(this.clients);
	}

	/**
	 * The client of an id; null when there is none here.
	 */
	public @Nullable StreamsClient find(String clientId) {
		return this.clients.stream().filter((client) -> client.clientId().equals(clientId)).findFirst().orElse(null);
	}

}
