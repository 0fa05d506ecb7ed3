package io.windhover.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.MetricDefinition;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * Documents for tests.
 */
public final class Documents {

	/** When the first execution is created. */
	public static final Instant START = Instant.parse("2026-01-31T12:00:00.123456Z");

	private Documents() {
	}

	/**
	 * An execution of a flow of namespace demo, its id made of the number, created so
	 * many minutes after the start.
	 */
	public static Execution execution(int number, String flow, State state, long version) {
		Instant at = START.plus(Duration.ofMinutes(number));
		Instant endedAt = state.isTerminal() ? at.plusSeconds(2) : null;
		return new Execution("e" + number, "demo", flow, 1, state, List.of(new StateChange(State.CREATED, at)),
				Map.of("team", "blue"), Map.of("day", "monday"), null, null, at, at, endedAt, null, null, false,
				version);
	}

	/**
	 * The same, failed for an error.
	 */
	public static Execution failed(int number, String flow, String taskType, String error) {
		Execution all = execution(number, flow, State.FAILED, 1);
		return new Execution(all.id(), all.namespace(), flow, 1, State.FAILED, all.history(), all.labels(),
				all.inputs(), null, null, all.createdAt(), all.startedAt(), all.endedAt(), error, null, false, 1)
			.withFailedTaskType(taskType);
	}

	public static TaskRun taskRun(String executionId, String task, State state, long version) {
		@Nullable Instant endedAt = state.isTerminal() ? START.plusSeconds(1) : null;
		List<TaskMetric> metrics = state.isTerminal()
				? List.of(new TaskMetric("lines", MetricDefinition.Kind.COUNTER, 3, Map.of("stream", "out")))
				: List.of();
		Attempt attempt = new Attempt(1, state, null, START, START, endedAt, null, metrics);
		return new TaskRun(executionId + "." + task, executionId, "demo", "hello", 1, task, task, "shell", state,
				List.of(new StateChange(State.CREATED, START)), 1, List.of(attempt), 0, START,
				state.isTerminal() ? Map.of("answer", 42) : null, null, version);
	}

	public static TriggerState trigger(String id, long version) {
		return new TriggerState("demo", "hello", 1, id, "schedule", "0 2 * * *", "UTC", START, null, null, false, START,
				version, null);
	}

	public static LogLine log(String executionId, long sequence) {
		return new LogLine(executionId, executionId + ".say", "demo", "hello", "say", 1, sequence,
				START.plusMillis(sequence), Level.INFO, "line " + sequence);
	}

	public static MetricDocument metric(String executionId) {
		return new MetricDocument(executionId, executionId + ".say", 1, "demo", "hello", "say", "shell", "lines",
				MetricDefinition.Kind.COUNTER, 3, Map.of("stream", "out"), START);
	}

}
