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
	void labelsAndOutputsAreSetOfTheExecution() {
		assertThat(new SetLabelsTask().run(new SetLabelsTask.Configuration(Map.of("size", "large")), this.context))
			.isEmpty();
		assertThat(new SetOutputsTask().run(new SetOutputsTask.Configuration(Map.of("rows", List.of(1))), this.context))
			.isEmpty();
		assertThat(this.context.labels).isEqualTo(Map.of("size", "large"));
		assertThat(this.context.outputs).isEqualTo(Map.of("rows", List.of(1)));
	}

	@Test
	void failFailsWithItsMessage() {
		assertThatExceptionOfType(TaskFailedException.class)
			.isThrownBy(() -> new FailTask().run(new FailTask.Configuration("no luck"), this.context))
			.withMessage("no luck");
	}

	@Test
	void assertFailsWithAllMessagesThatDoNotHold() {
		AssertTask task = new AssertTask();
		AssertTask.Configuration configuration = new AssertTask.Configuration(
				List.of(new AssertTask.Condition(true, "holds"), new AssertTask.Condition(false, "no rows"),
						new AssertTask.Condition(" true ", "holds as text"),
						new AssertTask.Condition("false", "too late"), new AssertTask.Condition(1, "odd")));
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> task.run(configuration, this.context))
			.withMessage("no rows; too late; conditions[4].condition is '1', neither true nor false")
			.satisfies(
					(ex) -> assertThat(String.valueOf(ex.outputs().get("failed"))).startsWith("[no rows, too late, "));
		assertThat(this.context.metrics).containsExactly("conditions[result, held]=1.0",
				"conditions[result, failed]=1.0", "conditions[result, held]=1.0", "conditions[result, failed]=1.0",
				"conditions[result, failed]=1.0");
	}

	@Test
	void assertWhoseConditionsHoldHasNoOutputs() throws TaskFailedException {
		List<AssertTask.Condition> conditions = List.of(new AssertTask.Condition("true", "a"));
		assertThat(new AssertTask().run(new AssertTask.Configuration(conditions), this.context)).isEmpty();
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
