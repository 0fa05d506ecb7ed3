package io.windhover.api.canary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

import io.windhover.api.CanaryFailure;
import io.windhover.api.CanaryListener;
import io.windhover.api.CanaryView;
import io.windhover.instance.ListenerList;
import io.windhover.instance.Phases;
import io.windhover.instance.RepeatedWork;
import io.windhover.instance.ThreadPools;
import io.windhover.topic.PartitionCount;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one canary after the other, through each partition in turn.
 */
class Canary extends RepeatedWork implements CanaryView {

	private static final Logger logger = LoggerFactory.getLogger(Canary.class);

	private static final Duration FIRST_AFTER = Duration.ofSeconds(15);

	private final CanaryFlight flight;

	private final PartitionCount partitions;

	private final CanaryProperties properties;

	private final ListenerList<CanaryListener> listeners;

	private final BooleanSupplier held;

	private final Clock clock;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private int turn;

	private @Nullable String before;

	private volatile @Nullable Failing failing;

	/**
	 * Prepares them.
	 * @param held whether nothing may begin, so that none would come back
	 */
	Canary(CanaryFlight flight, PartitionCount partitions, CanaryProperties properties,
			ListenerList<CanaryListener> listeners, BooleanSupplier held, ThreadPools pools, Clock clock) {
		// it needs all that a request needs
		super(pools, "windhover-canary", Phases.INTAKE + 1);
		this.flight = flight;
		this.partitions = partitions;
		this.properties = properties;
		this.listeners = listeners;
		this.held = held;
		this.clock = clock;
	}

	@Override
	public @Nullable Failing failing() {
		return this.failing;
	}

	@Override
	public void start() {
		Duration interval = this.properties.interval();
		// not while the process starts: what it would measure then is the start
		start((FIRST_AFTER.compareTo(interval) < 0) ? FIRST_AFTER : interval);
	}

	@Override
	public void stop() {
		this.stopped.countDown();
		super.stop();
	}

	@Override
	protected Duration run() {
		try {
			fly();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.properties.interval();
	}

	/**
	 * Sends the next one, and looks once more after the one before; not in maintenance.
	 */
	void fly() throws InterruptedException {
		if (this.held.getAsBoolean()) {
			this.failing = null;
			return;
		}
		int count = this.partitions.value();
		CanaryRoute route = CanaryRoute.through(this.turn % count, count);
		this.turn = (this.turn + 1) % count;
		Instant sent = this.clock.instant();
		CanaryFlight.Fault fault = this.flight.fly(route, this.stopped);
		if (this.stopped.getCount() == 0 || this.held.getAsBoolean()) {
			return;
		}
		CanaryFlight.Fault late = recheck();
		if (late != null) {
			failed(late, sent, String.valueOf(this.before));
		}
		if (fault != null) {
			failed(fault, sent, route.executionId());
		}
		else if (late == null) {
			this.failing = null;
		}
		this.before = (fault == null) ? route.executionId() : null;
	}

	/** A task that runs twice does so later. */
	private CanaryFlight.@Nullable Fault recheck() {
		String known = this.before;
		try {
			return (known != null && this.flight.isDoubled(known))
					? new CanaryFlight.Fault(CanaryFailure.DOUBLED, "Its task ran once more after its end") : null;
		}
		catch (RuntimeException ex) {
			logger.debug("Canary {} cannot be looked at again", known, ex);
			return null;
		}
	}

	private void failed(CanaryFlight.Fault fault, Instant sent, String executionId) {
		Failing known = this.failing;
		this.failing = (known == null) ? new Failing(sent, 1, executionId, fault.message())
				: new Failing(known.since(), known.count() + 1, executionId, fault.message());
		logger.warn("Canary {} failed ({}): {}", executionId, fault.reason().id(), fault.message());
		this.listeners.tell((listener) -> listener.canaryFailed(fault.reason()));
	}

}
