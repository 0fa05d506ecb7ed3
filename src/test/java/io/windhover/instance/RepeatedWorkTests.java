package io.windhover.instance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatedWorkTests {

	private final AtomicInteger runs = new AtomicInteger();

	private final RepeatedWork work = new RepeatedWork(new ThreadPools(), "repeated");

	@Test
	void itIsRepeatedUntilItIsStoppedAndClosesOnceItHasEnded() {
		AtomicBoolean inside = new AtomicBoolean();
		AtomicBoolean closedInside = new AtomicBoolean();
		AtomicBoolean closed = new AtomicBoolean();
		this.work.start(() -> {
			inside.set(true);
			this.runs.incrementAndGet();
			inside.set(false);
			return Duration.ofMillis(1);
		});
		Awaitility.await().until(() -> this.runs.get() >= 3);
		assertThat(this.work.isRunning()).isTrue();
		this.work.stop(Duration.ofSeconds(10), () -> {
			closedInside.set(inside.get());
			closed.set(true);
		});
		assertThat(this.work.isRunning()).isFalse();
		assertThat(closed).isTrue();
		assertThat(closedInside).isFalse();
		int before = this.runs.get();
		this.work.start(() -> {
			this.runs.incrementAndGet();
			return Duration.ofHours(1);
		});
		Awaitility.await().until(() -> this.runs.get() > before);
		this.work.stop();
		this.work.stop();
	}

	@Test
	void firstTimeMayBeLater() {
		this.work.start(Duration.ofHours(1), () -> Duration.ofMillis(this.runs.incrementAndGet()));
		this.work.stop(Duration.ofSeconds(10), () -> assertThat(this.runs).hasValue(0));
	}

}
