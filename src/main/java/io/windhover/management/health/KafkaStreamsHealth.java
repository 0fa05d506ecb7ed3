package io.windhover.management.health;

import java.time.Clock;
import java.util.stream.Stream;

import io.windhover.management.ManagementProperties;
import io.windhover.management.Sampler;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.topic.record.NewerRecords;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/**
 * The Kafka Streams clients of this process, by their id.
 */
class KafkaStreamsHealth implements CompositeHealthContributor {

	private final StreamsClients clients;

	private final NewerRecords newerRecords;

	private final Sampler sampler;

	private final ManagementProperties properties;

	private final Clock clock;

	KafkaStreamsHealth(StreamsClients clients, NewerRecords newerRecords, Sampler sampler,
			ManagementProperties properties, Clock clock) {
		this.clients = clients;
		this.newerRecords = newerRecords;
		this.sampler = sampler;
		this.properties = properties;
		this.clock = clock;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		StreamsClient client = this.clients.find(name);
		return (client != null) ? indicator(client) : null;
	}

	@Override
	public Stream<Entry> stream() {
		return this.clients.all().stream().map((client) -> new Entry(client.clientId(), indicator(client)));
	}

	private HealthContributor indicator(StreamsClient client) {
		return new StreamsClientHealthIndicator(client, this.newerRecords, this.sampler, this.properties, this.clock);
	}

}
