package io.windhover.topic;

import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.windhover.execution.Heartbeat;
import io.windhover.execution.InstanceRef;
import io.windhover.role.Instance;
import io.windhover.role.PortUrls;
import io.windhover.role.Role;
import io.windhover.role.ThreadPools;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the cluster that this instance lives, and when it stops in good order, that it is
 * gone.
 */
class Heartbeats implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Heartbeats.class);

	private static final String NAME = "windhover-heartbeat";

	private final Instance instance;

	private final Topics topics;

	private final Publisher publisher;

	private final TopicProperties properties;

	private final ObjectProvider<WorkerStatus> worker;

	private final PortUrls urls;

	private final ThreadPools pools;

	private final @Nullable BuildProperties build;

	private final Clock clock;

	private @Nullable ScheduledExecutorService timer;

	Heartbeats(Instance instance, Topics topics, Publisher publisher, TopicProperties properties,
			ObjectProvider<WorkerStatus> worker, PortUrls urls, ThreadPools pools, @Nullable BuildProperties build,
			Clock clock) {
		this.instance = instance;
		this.topics = topics;
		this.publisher = publisher;
		this.properties = properties;
		this.worker = worker;
		this.urls = urls;
		this.pools = pools;
		this.build = build;
		this.clock = clock;
	}

	/**
	 * Returns when the first heartbeat is acknowledged, so that no lease of this life is
	 * taken before it is known.
	 */
	@Override
	public void start() {
		this.publisher.send(this.topics.instances(), this.instance.id(), heartbeat()).join();
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, NAME);
			thread.setDaemon(true);
			return thread;
		});
		this.pools.atFixedRate(NAME, scheduler, this.properties.heartbeatInterval(), this::beat);
		this.timer = this.pools.add(NAME, scheduler);
	}

	@Override
	public void stop() {
		if (this.timer != null) {
			this.timer.shutdownNow();
			this.timer = null;
			try {
				this.publisher.send(this.topics.instances(), this.instance.id(), null).get(5, TimeUnit.SECONDS);
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
		return Phases.TAILS;
	}

	private void beat() {
		try {
			this.publisher.send(this.topics.instances(), this.instance.id(), heartbeat()).whenComplete((sent, ex) -> {
				if (ex != null) {
					logger.warn("A heartbeat was not acknowledged: {}", ex.getMessage());
				}
			}).isDone();
		}
		catch (RuntimeException ex) {
			logger.warn("A heartbeat could not be sent: {}", ex.getMessage());
		}
	}

	private Heartbeat heartbeat() {
		WorkerStatus status = this.worker.getIfAvailable();
		Set<String> roles = this.instance.roles()
			.stream()
			.map(Role::id)
			.collect(Collectors.toCollection(java.util.TreeSet::new));
		return new Heartbeat(new InstanceRef(this.instance.id(), this.instance.incarnation()), roles,
				this.urls.machine(), this.urls.managementRoutes(), (status != null) ? status.slotsUsed() : 0,
				(status != null) ? status.slotsMax() : 0, (status != null) ? status.state() : null,
				this.instance.startedAt(), this.clock.instant(), (this.build != null) ? this.build.getVersion() : null);
	}

}
