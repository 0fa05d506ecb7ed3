package io.windhover.indexer;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import io.windhover.instance.Instance;
import io.windhover.instance.ListenerList;
import io.windhover.topic.ConsumerThread;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicProperties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * What the thread of the indexer does, and what becomes of its failures.
 */
class Indexer implements ConsumerThread.Work, ConsumerThread.FailureListener {

	private static final Logger logger = LoggerFactory.getLogger(Indexer.class);

	private static final String NAME = "windhover-indexer";

	private final KafkaClients clients;

	private final String group;

	private final Map<String, Object> settings;

	private final IndexerState state;

	private final ListenerList<IndexerListener> listeners;

	private final IndexingLoop.Factory loops;

	private final ExponentialBackOff backOff;

	/** At the last failure. */
	private @Nullable Instant acknowledged;

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

	/**
	 * The thread, to be started and stopped.
	 */
	ConsumerThread thread() {
		return new ConsumerThread(NAME, () -> this.clients.consumer(NAME, this.group, this.settings), this,
				this.backOff, this);
	}

	@Override
	public void run(Consumer<String, byte[]> consumer, BooleanSupplier running) throws InterruptedException {
		try {
			this.loops.loop(consumer).run(running);
		}
		catch (RepositoryReplacedException ex) {
			logger.warn("{}; the indexer starts again with the new one", ex.getMessage());
		}
	}

	@Override
	public void over() {
		this.state.assigned(false);
	}

	@Override
	public boolean failed(RuntimeException cause, Duration ran) {
		this.state.failed(cause);
		this.listeners.tell(IndexerListener::failed);
		String denied = this.clients.denials().explain(cause);
		if (denied != null) {
			logger.error("The indexer cannot work: {}", denied);
		}
		boolean isWell = !Objects.equals(this.acknowledged, this.state.lastAcknowledged());
		this.acknowledged = this.state.lastAcknowledged();
		return isWell;
	}

}
