package io.windhover.indexer;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.windhover.instance.FenceListener;
import io.windhover.instance.Instance;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Phases;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * The thread of the indexer. Whatever goes wrong, it begins again from the last committed
 * offsets after a while: nothing here ends the process.
 */
class Indexer implements SmartLifecycle, FenceListener {

	private static final Logger logger = LoggerFactory.getLogger(Indexer.class);

	private static final String NAME = "windhover-indexer";

	private static final long STOP_MILLIS = 10_000;

	private final KafkaClients clients;

	private final String group;

	private final Map<String, Object> settings;

	private final IndexerState state;

	private final ListenerList<IndexerListener> listeners;

	private final IndexingLoop.Factory loops;

	private final ExponentialBackOff backOff;

	private @Nullable Thread thread;

	private volatile @Nullable Consumer<String, byte[]> consumer;

	private volatile CountDownLatch stopped = new CountDownLatch(0);

	Indexer(KafkaClients clients, TopicProperties topics, Instance instance, IndexerProperties properties,
			IndexerState state, ListenerList<IndexerListener> listeners, IndexingLoop.Factory loops) {
		this.clients = clients;
		this.group = topics.prefix() + "indexer";
		// a member that stays the same over restarts gets its partitions back at once
		this.settings = Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(properties.batchSize()),
				ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance.id() + "-indexer");
		this.state = state;
		this.listeners = listeners;
		this.loops = loops;
		this.backOff = IndexerConfiguration.backOff(properties);
	}

	@Override
	public void start() {
		this.stopped = new CountDownLatch(1);
		Thread indexing = new Thread(this::run, NAME);
		indexing.setDaemon(true);
		indexing.start();
		this.thread = indexing;
	}

	@Override
	public void stop() {
		this.stopped.countDown();
		Consumer<String, byte[]> polling = this.consumer;
		Thread indexing = this.thread;
		if (indexing == null) {
			return;
		}
		if (polling != null) {
			polling.wakeup();
		}
		try {
			indexing.join(STOP_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.thread = null;
	}

	@Override
	public void fenced() {
		stop();
	}

	@Override
	public boolean isRunning() {
		return this.stopped.getCount() > 0;
	}

	@Override
	public int getPhase() {
		return Phases.ROLES;
	}

	private void run() {
		var wait = this.backOff.start();
		Instant acknowledged = null;
		while (isRunning()) {
			try (Consumer<String, byte[]> client = this.clients.consumer(NAME, this.group, this.settings)) {
				this.consumer = client;
				this.loops.loop(client).run(this::isRunning);
			}
			catch (WakeupException ex) {
				logger.debug("The indexer ends");
			}
			catch (RepositoryReplacedException ex) {
				logger.warn("{}; the indexer starts again with the new one", ex.getMessage());
			}
			catch (RuntimeException ex) {
				this.state.failed(ex);
				this.listeners.tell(IndexerListener::failed);
				if (!Objects.equals(acknowledged, this.state.lastAcknowledged())) {
					// it went well since the last time
					acknowledged = this.state.lastAcknowledged();
					wait = this.backOff.start();
				}
				String denied = this.clients.denials().explain(ex);
				if (denied != null) {
					logger.error("The indexer cannot work: {}", denied);
				}
				logger.error("The indexer begins again from its last committed offsets", ex);
				pause(wait.nextBackOff());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			finally {
				this.state.assigned(false);
			}
		}
	}

	private void pause(long millis) {
		try {
			if (this.stopped.await(millis, TimeUnit.MILLISECONDS)) {
				logger.debug("The indexer ends");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
