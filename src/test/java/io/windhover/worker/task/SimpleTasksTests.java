package io.windhover.worker.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SimpleTasksTests {

	private final RecordingContext context = new RecordingContext();

	@Test
	void logWritesItsMessageAtInfoUnlessToldOtherwise() {
		new LogTask().run(new LogTask.Configuration("hello", null), this.context);
		new LogTask().run(new LogTask.Configuration("careful", Level.WARN), this.context);
		assertThat(this.context.lines).containsExactly("INFO hello", "WARN careful");
	}

	@Test
	void returnHasItsValueAsOutput() {
		List<Integer> value = List.of(1, 2);
		assertThat(new ReturnTask().run(new ReturnTask.Configuration(value), this.context))
			.isEqualTo(Map.of("value", value));
	}

	@Test
	void failFailsWithItsMessage() {
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> new FailTask().run(new FailTask.Configuration("no luck"), this.context))
			.withMessage("no luck");
	}

	@Test
	void sleepSleepsAndCanBeInterrupted() throws InterruptedException {
		SleepTask task = new SleepTask();
		long start = System.nanoTime();
		task.run(new SleepTask.Configuration(Duration.ofMillis(20)), this.context);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedException.class)
			.isThrownBy(() -> task.run(new SleepTask.Configuration(Duration.ofMinutes(1)), this.context));
	}

}
