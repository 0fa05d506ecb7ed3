package io.windhover.management;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.windhover.instance.Phases;
import io.windhover.instance.ThreadPools;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsSample;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Gives a Kafka Streams client back the threads that it lost, on a thread of its own: the
 * missing ones to a client that runs, all of them to one that has ended.
 */
public class StreamsRestarts implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(StreamsRestarts.class);

	private static final String NAME = "windhover-streams-restart";

	private static final int STOP_SECONDS = 15;

	private final Sampler sampler;

	private final ThreadPools pools;

	private final BooleanSupplier fenced;

	private final Set<String> restarting = ConcurrentHashMap.newKeySet();

	private volatile @Nullable ThreadPoolExecutor executor;

	/**
	 * Prepares restarts.
	 * @param fenced whether another process has the id of this instance
	 */
	public StreamsRestarts(Sampler sampler, ThreadPools pools, BooleanSupplier fenced) {
		this.sampler = sampler;
		this.pools = pools;
		this.fenced = fenced;
	}

	/**
	 * Begins a restart and does not wait for it.
	 * @return why there is nothing to do; null when it has begun
	 */
	public @Nullable String restart(StreamsClient client) {
		ThreadPoolExecutor thread = this.executor;
		if (thread == null) {
			return "This process is starting or stopping";
		}
		String reason = refusal(client);
		if (reason != null) {
			return reason;
		}
		if (!this.restarting.add(client.clientId())) {
			return "It is being restarted already";
		}
		thread.execute(() -> run(client));
		return null;
	}

	private @Nullable String refusal(StreamsClient client) {
		if (this.fenced.getAsBoolean()) {
			return "Another process has the id of this instance";
		}
		KafkaStreams.State state = client.standing().state();
		return switch (state) {
			case ERROR, NOT_RUNNING -> null;
			case CREATED, PENDING_ERROR, PENDING_SHUTDOWN ->
				"It is %s: wait until it runs or has ended".formatted(state);
			case RUNNING, REBALANCING -> {
				StreamsSample sample = this.sampler.streams(client.clientId());
				Long alive = (sample != null) ? sample.threadsAlive() : null;
				yield (alive != null && alive < client.threads()) ? null
						: "It is %s with all its %d threads".formatted(state, client.threads());
			}
		};
	}

	private void run(StreamsClient client) {
		try {
			client.restart();
			logger.info("The Kafka Streams client {} is restarted", client.clientId());
		}
		catch (RuntimeException ex) {
			logger.error("The Kafka Streams client {} cannot be restarted", client.clientId(), ex);
		}
		finally {
			this.restarting.remove(client.clientId());
		}
	}

	@Override
	public void start() {
		this.executor = this.pools.add(NAME,
				new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, NAME);
					thread.setDaemon(true);
					return thread;
				}));
	}

	/**
	 * Waits for a restart that is under way, so that nothing is started that nobody would
	 * stop.
	 */
	@Override
	public void stop() {
		ThreadPoolExecutor stopping = this.executor;
		if (stopping == null) {
			return;
		}
		this.executor = null;
		stopping.shutdown();
		try {
			if (!stopping.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
				stopping.shutdownNow();
			}
		}
		catch (InterruptedException ex) {
			stopping.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	/**
	 * After the roles, so that it is over before they stop.
	 */
	@Override
	public int getPhase() {
		return Phases.ROLES + 1;
	}

}
