package io.windhover.management.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ApplicationListener;

/**
 * Logs once how long the start took until readiness was first UP. Spring Boot's own
 * "Started" comes before that: the roles still join their groups.
 */
class ReadyAnnouncement implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ReadyAnnouncement.class);

	private static final long POLL_MILLIS = 50;

	private final Supplier<@Nullable Status> readiness;

	private final Instant processStart;

	private final Clock clock;

	private final Runnable afterwards;

	private final CountDownLatch closed = new CountDownLatch(1);

	/**
	 * Prepares the announcement.
	 * @param readiness null where there is no such group
	 * @param afterwards what is done once it is ready
	 */
	ReadyAnnouncement(Supplier<@Nullable Status> readiness, Instant processStart, Clock clock, Runnable afterwards) {
		this.readiness = readiness;
		this.processStart = processStart;
		this.clock = clock;
		this.afterwards = afterwards;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		start();
	}

	/**
	 * Watches readiness until it is UP.
	 */
	void start() {
		Thread thread = new Thread(this::watch, "windhover-ready");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void destroy() {
		this.closed.countDown();
	}

	private void watch() {
		try {
			Status status = this.readiness.get();
			while (status != null && !isReady(status)) {
				if (this.closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
					return;
				}
				status = this.readiness.get();
			}
			if (status != null) {
				announce();
				this.afterwards.run();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void announce() {
		Duration took = Duration.between(this.processStart, this.clock.instant());
		logger.info("Ready in {} s", String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0));
	}

	/** What readiness answers with 200. */
	private static boolean isReady(Status status) {
		return status.equals(Status.UP) || status.equals(Statuses.DEGRADED);
	}

}
