package io.windhover.management;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.windhover.instance.Phases;
import io.windhover.instance.RepeatedWork;
import io.windhover.instance.ThreadPools;
import io.windhover.management.lag.BacklogSample;
import io.windhover.management.lag.Backlogs;
import io.windhover.management.lag.GroupLags;
import io.windhover.management.lag.KafkaOffsets;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import io.windhover.management.streams.StreamsProbe;
import io.windhover.management.streams.StreamsSample;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the broker and at the Kafka Streams clients on one thread, one sample after
 * the other. All that asks a broker for management's sake happens here; everybody else
 * reads the last sample. With the broker gone the last sample stays and grows old.
 */
public class Sampler extends RepeatedWork {

	private static final Logger logger = LoggerFactory.getLogger(Sampler.class);

	private static final long UNSEEN_INTERVAL_MILLIS = 250;

	private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

	private final StreamsClients clients;

	private final KafkaOffsets offsets;

	private final GroupLags lags;

	private final StreamsProbe probe;

	private final Backlogs backlogs;

	private final ManagementProperties properties;

	private final List<SampleListener> listeners;

	private final Clock clock;

	private final Map<String, StreamsSample> samples = new ConcurrentHashMap<>();

	private volatile KafkaSample kafka = KafkaSample.NONE;

	private volatile @Nullable Instant sampledAt;

	/**
	 * Takes no sample before it is started.
	 * @param listeners called after each round, on the thread of the sampler
	 */
	public Sampler(StreamsClients clients, KafkaOffsets offsets, GroupLags lags, Backlogs backlogs,
			ManagementProperties properties, ThreadPools pools, List<SampleListener> listeners, Clock clock) {
		// early, so that a missing broker is seen while the engine waits for it
		super(pools, "windhover-sampler", Phases.BROKER + 1);
		this.clients = clients;
		this.offsets = offsets;
		this.lags = lags;
		this.probe = new StreamsProbe(lags, clock);
		this.backlogs = backlogs;
		this.properties = properties;
		this.listeners = listeners;
		this.clock = clock;
	}

	/**
	 * What the last probe found out about the broker; all of it is null before the first.
	 */
	public KafkaSample kafka() {
		return this.kafka;
	}

	/**
	 * The last sample of a client; null before the first.
	 */
	public @Nullable StreamsSample streams(String clientId) {
		return this.samples.get(clientId);
	}

	/**
	 * The documents that wait for the indexers; null before the first sample, and where
	 * no indexer runs.
	 */
	public @Nullable BacklogSample indexerBacklog() {
		return this.backlogs.indexer();
	}

	/**
	 * The jobs that no worker has taken, by worker group: of all groups where an executor
	 * runs, of its own where only a worker does. Empty before the first sample, and where
	 * neither runs.
	 */
	public Map<String, BacklogSample> workerBacklogs() {
		return this.backlogs.workers();
	}

	/**
	 * When the last sample was whole; null before the first.
	 */
	public @Nullable Instant sampledAt() {
		return this.sampledAt;
	}

	@Override
	public void stop() {
		// a consumer is its thread's alone
		stop(STOP_PATIENCE, this.lags::close);
	}

	/** Until the broker is seen it looks often: readiness waits for it. */
	@Override
	protected Duration run() {
		sample();
		tell();
		boolean seen = this.kafka.error() == null;
		long millis = this.properties.sampleInterval().toMillis();
		return Duration.ofMillis(seen ? millis : Math.min(millis, UNSEEN_INTERVAL_MILLIS));
	}

	private void tell() {
		for (SampleListener listener : this.listeners) {
			try {
				listener.sampled();
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of the sampler failed", ex);
			}
		}
	}

	/**
	 * Asks the broker first: when it does not answer, no client is asked for its lags,
	 * because that call would wait for the broker much longer.
	 */
	public void sample() {
		try {
			this.offsets.probe();
			this.kafka = this.kafka.seen(this.clock.instant());
			this.lags.begin();
			boolean whole = true;
			for (StreamsClient client : this.clients.all()) {
				whole &= sample(client.clientId(), () -> sample(client));
			}
			whole &= sample("the documents", this.backlogs::sampleIndexer);
			whole &= sample("the jobs", this.backlogs::sampleWorker);
			if (whole) {
				this.sampledAt = this.clock.instant();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			logger.debug("No sample", ex);
			this.kafka = this.kafka.missed(FailureText.of(cause));
		}
	}

	/**
	 * Takes a part of the sample, whose failure shall not hide the others: a client
	 * closes while it is asked, a coordinator moves.
	 */
	private static boolean sample(String what, Part part) throws InterruptedException, TimeoutException {
		try {
			part.sample();
			return true;
		}
		catch (ExecutionException | RuntimeException ex) {
			logger.debug("No sample of {}", what, ex);
			return false;
		}
	}

	private void sample(StreamsClient client) throws ExecutionException, InterruptedException, TimeoutException {
		StreamsSample sample = this.probe.sample(client);
		if (sample != null) {
			this.samples.put(client.clientId(), sample);
		}
	}

	/** What is looked at by itself. */
	private interface Part {

		void sample() throws ExecutionException, InterruptedException, TimeoutException;

	}

}
