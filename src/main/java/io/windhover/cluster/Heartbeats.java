package io.windhover.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.windhover.execution.InstanceRef;
import io.windhover.instance.FenceListener;
import io.windhover.instance.Phases;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.TopicProperties;
import io.windhover.topic.maintenance.MaintenanceListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the cluster that this instance lives, and when it stops in good order, that it is
 * gone. Deletes the records of instances that have been silent for long.
 */
class Heartbeats implements SmartLifecycle, FenceListener, HeartbeatTrigger, MaintenanceListener {

	private static final Logger logger = LoggerFactory.getLogger(Heartbeats.class);

	private static final String NAME = "windhover-heartbeat";

	/** A rebalance gives several partitions in quick succession. */
	private static final long SOON_MILLIS = 50;

	private final Identity identity;

	private final OwnHeartbeat heartbeat;

	private final InstanceRegistry registry;

	private final TopicProperties properties;

	private final ThreadPools pools;

	private final AtomicBoolean soon = new AtomicBoolean();

	private volatile @Nullable ScheduledExecutorService timer;

	Heartbeats(Identity identity, OwnHeartbeat heartbeat, InstanceRegistry registry, TopicProperties properties,
			ThreadPools pools) {
		this.identity = identity;
		this.heartbeat = heartbeat;
		this.registry = registry;
		this.properties = properties;
		this.pools = pools;
	}

	/**
	 * Returns when the first heartbeat is acknowledged, so that no lease of this
	 * incarnation is taken before it is known.
	 */
	@Override
	public void start() {
		this.heartbeat.send().join();
		ScheduledExecutorService scheduler = this.pools.timer(NAME);
		this.pools.atFixedRate(NAME, scheduler, this.properties.heartbeatInterval(), this::beat);
		this.timer = scheduler;
		this.identity.onForgotten(this::beatSoon);
	}

	/**
	 * A fenced process leaves the record to the one that has the id.
	 */
	@Override
	public void stop() {
		ScheduledExecutorService running = this.timer;
		if (running != null) {
			this.timer = null;
			running.shutdownNow();
			if (this.identity.isFenced()) {
				return;
			}
			try {
				this.heartbeat.delete(this.identity.self()).get(5, TimeUnit.SECONDS);
			}
			catch (Exception ex) {
				logger.warn("Could not say that this instance is gone; others will notice after the lease", ex);
			}
		}
	}

	@Override
	public boolean isRunning() {
		return this.timer != null;
	}

	@Override
	public int getPhase() {
		return Phases.IDENTITY + 1;
	}

	/** So that others soon know that this instance knows. */
	@Override
	public void maintenance(boolean on) {
		beatSoon();
	}

	@Override
	public void fenced() {
		beatSoon();
	}

	/** Not on the caller's thread, which may be the one that hears the heartbeats. */
	@Override
	public void beatSoon() {
		ScheduledExecutorService running = this.timer;
		if (running == null || !this.soon.compareAndSet(false, true)) {
			return;
		}
		try {
			@SuppressWarnings("unused")
			var unused = running.schedule(() -> {
				this.soon.set(false);
				beat();
			}, SOON_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("No heartbeat while this instance stops", ex);
		}
	}

	private void beat() {
		try {
			confirm(this.heartbeat.send(), "A heartbeat");
			if (!this.identity.isFenced()) {
				this.registry.silentFor(this.properties.forgetAfter()).forEach(this::forget);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("A heartbeat could not be sent: {}", ex.getMessage());
		}
	}

	private void forget(InstanceRef instance) {
		logger.info("Forgetting instance '{}', which has been silent for {}", instance.id(),
				this.properties.forgetAfter());
		confirm(this.heartbeat.delete(instance), "The end of instance '" + instance.id() + "'");
	}

	private static void confirm(CompletableFuture<?> sent, String what) {
		sent.whenComplete((result, ex) -> {
			if (ex != null) {
				logger.warn("{} was not acknowledged: {}", what, ex.getMessage());
			}
		}).isDone();
	}

}
