package io.windhover.instance;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.TaskExecutionOutcome;

import static org.assertj.core.api.Assertions.assertThat;

class ThreadPoolsTests {

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final ThreadPools pools = new ThreadPools();

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void stop() {
		this.timer.shutdownNow();
	}

	@Test
	void workThatIsRepeatedIsShownWithItsLastAndNextRunUntilItsTimerIsShutDown() {
		this.pools.atFixedRate("beat", this.timer, Duration.ofMillis(10), this.runs::incrementAndGet);
		Awaitility.await().until(() -> this.runs.get() >= 3);
		ScheduledTask shown = shown();
		assertThat(shown).hasToString("beat");
		assertThat(shown.getTask().getLastExecutionOutcome().executionTime()).isNotNull();
		// there is none while one is overdue
		Awaitility.await().until(() -> shown().nextExecution() != null);
		this.timer.shutdownNow();
		assertThat(this.pools.getScheduledTasks()).isEmpty();
	}

	@Test
	void workThatFailsIsShownAsFailedAndRepeatedAllTheSame() {
		this.pools.atFixedRate("beat", this.timer, Duration.ofMillis(10), () -> {
			this.runs.incrementAndGet();
			throw new IllegalStateException("no broker");
		});
		Awaitility.await().until(() -> this.runs.get() >= 3);
		Awaitility.await()
			.until(() -> shown().getTask().getLastExecutionOutcome().status() == TaskExecutionOutcome.Status.ERROR);
	}

	@Test
	void workRunsAtOnceAndAgainAfterThePauseThatItReturned() {
		this.pools.repeat("look", this.timer, () -> Duration.ofMillis((this.runs.incrementAndGet() < 3) ? 1 : 60_000));
		Awaitility.await().until(() -> this.runs.get() == 3 && shown().nextExecution() != null);
		assertThat(shown()).hasToString("look");
	}

	private ScheduledTask shown() {
		return this.pools.getScheduledTasks().iterator().next();
	}

}
