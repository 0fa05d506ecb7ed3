package io.windhover.management;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * A Kafka Streams client of this process, from before it is made to after it is closed.
 * Reading it takes no lock and asks no broker.
 */
public class StreamsClient implements StreamsBuilderFactoryBean.Listener, KafkaStreams.StateListener {

	private final Properties configuration;

	private final Clock clock;

	private volatile @Nullable KafkaStreams streams;

	private volatile Standing standing;

	private volatile boolean everRan;

	StreamsClient(Properties configuration, Clock clock) {
		this.configuration = configuration;
		this.clock = clock;
		this.standing = new Standing(KafkaStreams.State.CREATED, clock.instant());
	}

	/**
	 * Its {@code client.id}, by which Kafka Streams prefixes all that belongs to it.
	 */
	public String clientId() {
		return this.configuration.getProperty(StreamsConfig.CLIENT_ID_CONFIG, applicationId());
	}

	public String applicationId() {
		return this.configuration.getProperty(StreamsConfig.APPLICATION_ID_CONFIG, "");
	}

	/**
	 * Where it stands; CREATED before it is started at all.
	 */
	public Standing standing() {
		return this.standing;
	}

	/**
	 * Whether it processes records.
	 */
	public boolean isRunning() {
		return this.standing.state() == KafkaStreams.State.RUNNING;
	}

	/**
	 * Whether it was RUNNING once since this process started.
	 */
	public boolean hasEverRun() {
		return this.everRan;
	}

	/**
	 * What it measures of itself; empty while it is not started.
	 */
	public Map<MetricName, ? extends Metric> metrics() {
		KafkaStreams current = this.streams;
		return (current != null) ? current.metrics() : Map.of();
	}

	@Nullable KafkaStreams streams() {
		return this.streams;
	}

	@Override
	public void streamsAdded(String id, KafkaStreams added) {
		this.streams = added;
	}

	@Override
	public void streamsRemoved(String id, KafkaStreams removed) {
		this.streams = null;
	}

	@Override
	public void onChange(KafkaStreams.State newState, KafkaStreams.State oldState) {
		this.standing = new Standing(newState, this.clock.instant());
		this.everRan = this.everRan || newState == KafkaStreams.State.RUNNING;
	}

	/**
	 * A state and since when it holds.
	 */
	public record Standing(KafkaStreams.State state, Instant since) {
	}

}
