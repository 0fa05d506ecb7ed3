package io.windhover.management.streams;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * A Kafka Streams client of this process, from before it is made to after it is closed.
 * Reading it takes no lock and asks no broker.
 */
public class StreamsClient implements StreamsBuilderFactoryBean.Listener, KafkaStreams.StateListener {

	private final StreamsBuilderFactoryBean factory;

	private final Properties configuration;

	private final Clock clock;

	private final StoreRestores restores;

	private final Rebalances rebalances = new Rebalances();

	private volatile @Nullable KafkaStreams streams;

	private volatile Standing standing;

	private volatile boolean everRan;

	StreamsClient(StreamsBuilderFactoryBean factory, Clock clock) {
		Properties set = factory.getStreamsConfiguration();
		this.factory = factory;
		this.configuration = (set != null) ? set : new Properties();
		this.clock = clock;
		this.restores = new StoreRestores(clock);
		this.standing = new Standing(KafkaStreams.State.CREATED, clock.instant());
	}

	/**
	 * Its {@code client.id}, by which Kafka Streams prefixes all that belongs to it.
	 */
	public String clientId() {
		return this.configuration.getProperty(StreamsConfig.CLIENT_ID_CONFIG, applicationId());
	}

	/**
	 * Its {@code application.id}, which is also its consumer group; empty where none is
	 * set.
	 */
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

	/**
	 * What it is made of; null while it is not built.
	 */
	public @Nullable TopologyDescription topology() {
		Topology built = this.factory.getTopology();
		return (built != null) ? built.describe() : null;
	}

	/**
	 * How many stream threads it should have.
	 */
	public int threads() {
		Object set = this.configuration.get(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
		return (set != null) ? Integer.parseInt(set.toString()) : 1;
	}

	/**
	 * How many copies of each store other instances should keep.
	 */
	public int standbyReplicas() {
		Object set = this.configuration.get(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG);
		return (set != null) ? Integer.parseInt(set.toString()) : 0;
	}

	/**
	 * The stores that it reads back from their changelogs now.
	 */
	public List<StoreRestore> restores() {
		return this.restores.all();
	}

	/**
	 * Offsets that are to be restored; null while it is not known which stores it gets.
	 */
	public @Nullable Long restoring() {
		List<StoreRestore> restoring = restores();
		if (restoring.isEmpty() && !isRunning()) {
			return null;
		}
		return restoring.stream().mapToLong(StoreRestore::remaining).sum();
	}

	/**
	 * The rebalances since this process started.
	 */
	public long rebalances() {
		return this.rebalances.count();
	}

	/**
	 * The rebalances after an instant, up to a thousand.
	 */
	public long rebalancesSince(Instant from) {
		return this.rebalances.since(from);
	}

	/**
	 * Adds the threads that a client lost that runs, and makes one anew that has ended.
	 */
	public void restart() {
		KafkaStreams current = this.streams;
		if (current == null || !current.state().isRunningOrRebalancing()) {
			this.factory.stop();
			this.factory.start();
			return;
		}
		int missing = threads() - current.metadataForLocalThreads().size();
		for (int i = 0; i < missing; i++) {
			current.addStreamThread();
		}
	}

	/**
	 * What its factory tells of restores.
	 */
	StateRestoreListener restoreListener() {
		return this.restores;
	}

	@Nullable KafkaStreams streams() {
		return this.streams;
	}

	@Override
	public void streamsAdded(String id, KafkaStreams added) {
		this.restores.clear();
		this.streams = added;
	}

	@Override
	public void streamsRemoved(String id, KafkaStreams removed) {
		this.streams = null;
	}

	@Override
	public void onChange(KafkaStreams.State newState, KafkaStreams.State oldState) {
		Instant now = this.clock.instant();
		if (newState == KafkaStreams.State.REBALANCING) {
			this.rebalances.add(now);
		}
		this.standing = new Standing(newState, now);
		this.everRan = this.everRan || newState == KafkaStreams.State.RUNNING;
	}

	/**
	 * A state and since when it holds.
	 */
	public record Standing(KafkaStreams.State state, Instant since) {
	}

}
