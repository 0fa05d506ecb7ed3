package io.windhover.management.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ReadyAnnouncementTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private final Clock clock = Clock.fixed(START.plusMillis(7930), ZoneOffset.UTC);

	private final AtomicReference<Status> readiness = new AtomicReference<>(Status.OUT_OF_SERVICE);

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicInteger done = new AtomicInteger();

	private final ReadyAnnouncement announcement = new ReadyAnnouncement(this::readiness, START, this.clock,
			this.done::incrementAndGet);

	@Test
	void isLoggedOnceWhenReadinessIsFirstUp(CapturedOutput output) {
		this.announcement.start();
		awaitAsked(3);
		assertThat(output).doesNotContain("Ready in");

		this.readiness.set(Status.UP);
		Awaitility.await().untilAsserted(() -> assertThat(output).containsOnlyOnce("Ready in 7.9 s"));
		Awaitility.await().until(() -> watchers() == 0);
		assertThat(this.done).hasValue(1);
	}

	@Test
	void degradedIsReadyAsItAnswersWith200(CapturedOutput output) {
		this.readiness.set(Statuses.DEGRADED);
		this.announcement.start();
		Awaitility.await().untilAsserted(() -> assertThat(output).contains("Ready in 7.9 s"));
	}

	@Test
	void nothingIsLoggedByAProcessThatStopsBeforeItIsReady(CapturedOutput output) {
		this.announcement.start();
		awaitAsked(1);
		this.announcement.destroy();
		Awaitility.await().until(() -> watchers() == 0);
		assertThat(output).doesNotContain("Ready in");
		assertThat(this.done).hasValue(0);
	}

	private @Nullable Status readiness() {
		this.asked.incrementAndGet();
		return this.readiness.get();
	}

	private void awaitAsked(int times) {
		Awaitility.await().pollInterval(Duration.ofMillis(10)).until(() -> this.asked.get() >= times);
	}

	private static long watchers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("windhover-ready"))
			.count();
	}

}
