package io.windhover.instance;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RepeatedWorkTests {

	private final AtomicInteger runs = new AtomicInteger();

	private final AtomicBoolean inside = new AtomicBoolean();

	@Test
	void itIsRepeatedUntilItIsStoppedAndClosesOnceItHasEnded() {
		AtomicBoolean closedInside = new AtomicBoolean();
		AtomicBoolean closed = new AtomicBoolean();
		Counted work = new Counted(Duration.ofMillis(1));
		work.start();
		Awaitility.await().until(() -> this.runs.get() >= 3);
		assertThat(work.isRunning()).isTrue();
		work.stop(Duration.ofSeconds(10), () -> {
			closedInside.set(this.inside.get());
			closed.set(true);
		});
		assertThat(work.isRunning()).isFalse();
		assertThat(closed).isTrue();
		assertThat(closedInside).isFalse();
		int before = this.runs.get();
		work.start();
		Awaitility.await().until(() -> this.runs.get() > before);
		work.stop();
		work.stop();
	}

	@Test
	void firstTimeMayBeLater() {
		Counted work = new Counted(Duration.ZERO);
		work.start(Duration.ofHours(1));
		work.stop(Duration.ofSeconds(10), () -> assertThat(this.runs).hasValue(0));
	}

	@Test
	void itRunsInItsPhase() {
		assertThat(new Counted(Duration.ZERO).getPhase()).isEqualTo(Phases.ROLES);
	}

	private final class Counted extends RepeatedWork {

		private final Duration pause;

		Counted(Duration pause) {
			super(new ThreadPools(), "repeated", Phases.ROLES);
			this.pause = pause;
		}

		@Override
		protected Duration run() {
			RepeatedWorkTests.this.inside.set(true);
			RepeatedWorkTests.this.runs.incrementAndGet();
			RepeatedWorkTests.this.inside.set(false);
			return this.pause;
		}

	}

}
