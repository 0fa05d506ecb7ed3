package io.windhover.management.metrics.process;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.windhover.management.SampleListener;
import io.windhover.management.Sampler;
import io.windhover.management.lag.TopicLag;
import io.windhover.management.metrics.Meters;
import io.windhover.management.metrics.MetricsProperties;
import io.windhover.management.metrics.SeriesFactory;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsSample;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The meters of the Kafka Streams clients. Those of the stores and topics come with the
 * first sample that has them, and go when the client does not run or has them no more.
 */
public class StreamsMetrics implements MeterBinder, SampleListener {

	private static final String ALIVE = "alive";

	private static final String FAILED = "failed";

	private final StreamsClients clients;

	private final ObjectProvider<Sampler> sampler;

	private final String prefix;

	private final MetricsProperties properties;

	private final Set<String> bound = new HashSet<>();

	private final Map<Row, Meter> meters = new HashMap<>();

	private final Map<Row, Double> values = new ConcurrentHashMap<>();

	private volatile @Nullable SeriesFactory factory;

	/**
	 * Registers nothing before it is bound.
	 * @param sampler a provider, because the sampler needs its listeners first
	 * @param prefix of topics and applications, which tags leave out
	 */
	public StreamsMetrics(StreamsClients clients, ObjectProvider<Sampler> sampler, String prefix,
			MetricsProperties properties) {
		this.clients = clients;
		this.sampler = sampler;
		this.prefix = prefix;
		this.properties = properties;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.factory = new SeriesFactory(registry, this.properties);
		sampled();
	}

	@Override
	public synchronized void sampled() {
		SeriesFactory series = this.factory;
		if (series == null) {
			return;
		}
		Map<Row, Double> rows = new HashMap<>();
		for (StreamsClient client : this.clients.all()) {
			if (this.bound.add(client.clientId())) {
				bind(series, client);
			}
			StreamsSample sample = sample(client);
			if (sample != null) {
				rows(role(client), sample, rows);
			}
		}
		show(series, rows);
	}

	private void bind(SeriesFactory series, StreamsClient client) {
		String role = role(client);
		for (KafkaStreams.State state : KafkaStreams.State.values()) {
			series.gauge(Meters.KAFKASTREAMS_CLIENT_STATE, client, (each) -> (each.standing().state() == state) ? 1 : 0,
					role, state.name());
		}
		series.gauge(Meters.KAFKASTREAMS_THREADS, client, this::alive, role, ALIVE);
		series.gauge(Meters.KAFKASTREAMS_THREADS, client, this::failed, role, FAILED);
		series.counter(Meters.KAFKASTREAMS_REBALANCES, client, StreamsClient::rebalances, role);
		series.gauge(Meters.KAFKASTREAMS_RESTORE_REMAINING, client, (each) -> number(each.restoring()), role);
	}

	private void rows(String role, StreamsSample sample, Map<Row, Double> rows) {
		sample.stores()
			.forEach((store) -> rows.merge(new Row(Meters.KAFKASTREAMS_STORE_LAG, role, store.store()),
					(double) store.lag(), Double::sum));
		TopicLag.of(sample.inputs()).forEach((lag) -> {
			String topic = without(this.prefix, lag.topic());
			rows.put(new Row(Meters.KAFKASTREAMS_INPUT_LAG, role, topic), number(lag.records()));
			rows.put(new Row(Meters.KAFKASTREAMS_INPUT_LAG_AGE, role, topic), SampleMetrics.seconds(lag.age()));
		});
	}

	private void show(SeriesFactory series, Map<Row, Double> rows) {
		this.values.putAll(rows);
		this.values.keySet().retainAll(rows.keySet());
		rows.keySet()
			.forEach((row) -> this.meters.computeIfAbsent(row, (key) -> series.gauge(row.meter(), this.values,
					(known) -> known.getOrDefault(row, Double.NaN), row.role(), row.of())));
		this.meters.entrySet().removeIf((each) -> {
			boolean gone = !rows.containsKey(each.getKey());
			if (gone) {
				series.registry().remove(each.getValue());
			}
			return gone;
		});
	}

	/** The sample of a client that runs: what one had that has ended says nothing now. */
	private @Nullable StreamsSample sample(StreamsClient client) {
		Sampler found = this.sampler.getIfAvailable();
		return (found != null && client.standing().state().isRunningOrRebalancing()) ? found.streams(client.clientId())
				: null;
	}

	private double alive(StreamsClient client) {
		StreamsSample sample = sample(client);
		if (sample != null) {
			return number(sample.threadsAlive());
		}
		return switch (client.standing().state()) {
			case ERROR, NOT_RUNNING -> 0;
			default -> Double.NaN;
		};
	}

	private double failed(StreamsClient client) {
		Sampler found = this.sampler.getIfAvailable();
		StreamsSample sample = (found != null) ? found.streams(client.clientId()) : null;
		return number((sample != null) ? sample.threadsFailed() : null);
	}

	private static double number(@Nullable Long number) {
		return (number != null) ? number : Double.NaN;
	}

	private String role(StreamsClient client) {
		return without(this.prefix, client.applicationId());
	}

	private static String without(String prefix, String name) {
		return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
	}

	/** What a series is of. */
	private record Row(Meters meter, String role, String of) {
	}

}
