package io.windhover.management.endpoint.store;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.management.Sampler;
import io.windhover.management.StreamsRestarts;
import io.windhover.management.endpoint.list.ListFilters;
import io.windhover.management.lag.TopicLag;
import io.windhover.management.operation.Operation;
import io.windhover.management.operation.Operations;
import io.windhover.management.operation.Outcome;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsSample;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.TopologyDescription;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.MediaType;

/**
 * The Kafka Streams clients of this process: their state, their lag, their metrics. What
 * only a broker knows is read from the last sample.
 */
@Endpoint(id = "kafkastreams")
public class KafkaStreamsEndpoint {

	private static final String V3 = "application/vnd.spring-boot.actuator.v3+json";

	private static final String V2 = "application/vnd.spring-boot.actuator.v2+json";

	private final StreamsClients clients;

	private final Sampler sampler;

	private final StreamsRestarts restarts;

	private final Operations operations;

	public KafkaStreamsEndpoint(StreamsClients clients, Sampler sampler, StreamsRestarts restarts, Operations operations) {
		this.clients = clients;
		this.sampler = sampler;
		this.restarts = restarts;
		this.operations = operations;
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
	 * One view of one client; null, which is not found, when there is no such client or
	 * view.
	 * @param view lag, metrics, threads or topology
	 * @param group of the metrics to show; null for all
	 * @param name of the metrics to show; null for all
	 * @param format of the topology: text or mermaid
	 */
	@ReadOperation(produces = { V3, V2, MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_PLAIN_VALUE })
	public @Nullable Object view(@Selector String clientId, @Selector String view, @Nullable String group,
			@Nullable String name, @Nullable String format) {
		StreamsClient client = this.clients.find(clientId);
		if (client == null) {
			return null;
		}
		return switch (view) {
			case "lag" -> lag(clientId);
			case "metrics" -> metrics(client, group, name);
			case "threads" -> ThreadDescriptors.of(client, this.sampler.streams(clientId));
			case "topology" -> topology(client, format);
			default -> null;
		};
	}

	/**
	 * Gives a client back the threads that it lost.
	 * @param threads what to do with them: restart
	 */
	@WriteOperation
	public WebEndpointResponse<OperationResponseBody> change(@Selector String clientId, String threads) {
		if (!threads.equals("restart")) {
			throw new InvalidEndpointRequestException("'threads' can be 'restart'", "'threads' can be 'restart'");
		}
		return this.operations.perform(Operation.STREAMS_RESTART, clientId, () -> {
			StreamsClient client = this.clients.find(clientId);
			if (client == null) {
				return Outcome.notFound("There is no such Kafka Streams client here");
			}
			String refused = this.restarts.restart(client);
			return (refused != null) ? Outcome.conflict(refused) : Outcome.accepted();
		});
	}

	private static @Nullable WebEndpointResponse<String> topology(StreamsClient client, @Nullable String format) {
		TopologyDescription topology = client.topology();
		if (topology == null) {
			return null;
		}
		String text = switch ((format != null) ? format : "text") {
			case "text" -> topology.toString();
			case "mermaid" -> MermaidTopology.of(topology);
			default -> throw new InvalidEndpointRequestException("'format' can be 'text' or 'mermaid'",
					"'format' can be 'text' or 'mermaid'");
		};
		return new WebEndpointResponse<>(text, WebEndpointResponse.STATUS_OK, MediaType.TEXT_PLAIN);
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

	private KafkaStreamsDescriptors.Lag lag(String clientId) {
		StreamsSample sample = this.sampler.streams(clientId);
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

	private static KafkaStreamsDescriptors.Metrics metrics(StreamsClient client, @Nullable String group,
			@Nullable String name) {
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
