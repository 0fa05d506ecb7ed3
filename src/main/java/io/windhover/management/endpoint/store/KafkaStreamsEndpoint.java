package io.windhover.management.endpoint.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.management.InvalidRequests;
import io.windhover.management.Sampler;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.lag.TopicLag;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsSample;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.TopologyDescription;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * The Kafka Streams clients of this process: their state, their lag, their metrics. What
 * only a broker knows is read from the last sample.
 */
@Endpoint(id = "kafkastreams")
public class KafkaStreamsEndpoint {

	private final StreamsClients clients;

	private final Sampler sampler;

	KafkaStreamsEndpoint(StreamsClients clients, Sampler sampler) {
		this.clients = clients;
		this.sampler = sampler;
	}

	@ReadOperation
	public KafkaStreamsDescriptors.Streams streams() {
		return new KafkaStreamsDescriptors.Streams(this.clients.all()
			.stream()
			.map(this::describe)
			.sorted(Comparator.comparing(KafkaStreamsDescriptors.Client::clientId))
			.toList());
	}

	/**
	 * One client as in the list of all; null, which is not found, when there is no such
	 * client.
	 */
	@ReadOperation
	public KafkaStreamsDescriptors.@Nullable Client client(@Selector String clientId) {
		StreamsClient client = this.clients.find(clientId);
		return (client != null) ? describe(client) : null;
	}

	/**
	 * How far the stores and inputs of a client are behind, by partition; null when there
	 * is no such client.
	 */
	KafkaStreamsDescriptors.@Nullable Lag lag(String clientId) {
		return (this.clients.find(clientId) != null) ? lag(clientId, this.sampler.streams(clientId)) : null;
	}

	/**
	 * The metrics of a client; null when there is no such client.
	 * @param group of the metrics to show; null for all
	 * @param name of the metrics to show; null for all
	 */
	KafkaStreamsDescriptors.@Nullable Metrics metrics(String clientId, @Nullable String group, @Nullable String name) {
		StreamsClient client = this.clients.find(clientId);
		if (client == null) {
			return null;
		}
		ListFilters.check("group", group);
		ListFilters.check("name", name);
		return new KafkaStreamsDescriptors.Metrics(client.clientId(),
				client.metrics()
					.values()
					.stream()
					.filter((each) -> ListFilters.passes(group, each.metricName().group())
							&& ListFilters.passes(name, each.metricName().name()))
					.map(KafkaStreamsEndpoint::metric)
					.sorted(Comparator.comparing(KafkaStreamsDescriptors.MetricDescriptor::group)
						.thenComparing(KafkaStreamsDescriptors.MetricDescriptor::name)
						.thenComparing((each) -> each.tags().toString()))
					.toList());
	}

	/**
	 * The threads of a client with their tasks; null when there is no such client.
	 */
	KafkaStreamsDescriptors.@Nullable ThreadDetails threads(String clientId) {
		StreamsClient client = this.clients.find(clientId);
		return (client != null) ? ThreadDescriptors.of(client, this.sampler.streams(clientId)) : null;
	}

	/**
	 * The topology of a client as text; null when there is no such client, or it has not
	 * built one yet.
	 * @param format text or mermaid; null for text
	 */
	@Nullable String topology(String clientId, @Nullable String format) {
		StreamsClient client = this.clients.find(clientId);
		TopologyDescription topology = (client != null) ? client.topology() : null;
		if (topology == null) {
			return null;
		}
		return switch ((format != null) ? format : "text") {
			case "text" -> topology.toString();
			case "mermaid" -> MermaidTopology.of(topology);
			default -> throw InvalidRequests.invalid("'format' can be 'text' or 'mermaid'");
		};
	}

	private KafkaStreamsDescriptors.Client describe(StreamsClient client) {
		StreamsSample sample = this.sampler.streams(client.clientId());
		StreamsClient.Standing standing = client.standing();
		return new KafkaStreamsDescriptors.Client(client.clientId(), client.applicationId(), standing.state().name(),
				standing.since(), client.isRunning(), storeLags(sample), inputLags(sample),
				new KafkaStreamsDescriptors.Threads((sample != null) ? sample.threadsAlive() : null,
						(sample != null) ? sample.threadsFailed() : null),
				new KafkaStreamsDescriptors.Restoring(client.restoring()),
				(sample != null) ? sample.sampledAt() : null);
	}

	private static Map<String, Long> storeLags(@Nullable StreamsSample sample) {
		Map<String, Long> lags = new TreeMap<>();
		if (sample != null) {
			sample.stores().forEach((store) -> lags.merge(store.store(), store.lag(), Long::sum));
		}
		return lags;
	}

	private static Map<String, KafkaStreamsDescriptors.InputLag> inputLags(@Nullable StreamsSample sample) {
		Map<String, KafkaStreamsDescriptors.InputLag> lags = new TreeMap<>();
		if (sample != null) {
			TopicLag.of(sample.inputs())
				.forEach((each) -> lags.put(each.topic(),
						new KafkaStreamsDescriptors.InputLag(each.records(), each.age())));
		}
		return lags;
	}

	private static KafkaStreamsDescriptors.Lag lag(String clientId, @Nullable StreamsSample sample) {
		if (sample == null) {
			return new KafkaStreamsDescriptors.Lag(clientId, null, List.of(), List.of());
		}
		return new KafkaStreamsDescriptors.Lag(clientId, sample.sampledAt(),
				sample.stores()
					.stream()
					.map((each) -> new KafkaStreamsDescriptors.StorePartition(each.store(), each.partition(),
							each.position(), each.end(), each.lag()))
					.toList(),
				sample.inputs()
					.stream()
					.map((each) -> new KafkaStreamsDescriptors.InputPartition(each.topic(), each.partition(),
							each.position(), each.end(), each.records(), each.age()))
					.toList());
	}

	private static KafkaStreamsDescriptors.MetricDescriptor metric(Metric metric) {
		MetricName name = metric.metricName();
		return new KafkaStreamsDescriptors.MetricDescriptor(name.group(), name.name(), name.description(),
				new TreeMap<>(name.tags()), value(metric.metricValue()));
	}

	private static @Nullable Object value(@Nullable Object value) {
		if (value instanceof Number number) {
			return Double.isFinite(number.doubleValue()) ? number : null;
		}
		return (value == null || value instanceof Boolean) ? value : value.toString();
	}

}
