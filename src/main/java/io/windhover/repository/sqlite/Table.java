package io.windhover.repository.sqlite;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.windhover.execution.Execution;
import io.windhover.execution.FailureCause;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.repository.MetricDocument;
import org.jspecify.annotations.Nullable;

/**
 * How documents of one kind are written.
 *
 * @param values of the columns of a document, all but the last, which is its JSON
 */
record Table<D>(String sql, Function<D, List<@Nullable Object>> values) {

	static final Table<Execution> EXECUTIONS = new Table<>(
			upsert("executions", "id", "namespace", "flow_id", "state", "created_at", "version", "cause"),
			(execution) -> Arrays.asList(execution.id(), execution.namespace(), execution.flowId(),
					execution.state().name(), micros(execution.createdAt()), execution.version(),
					FailureCause.idOf(execution)));

	static final Table<TaskRun> TASK_RUNS = new Table<>(
			upsert("task_runs", "id", "execution_id", "namespace", "flow_id", "task_id", "state", "created_at",
					"version"),
			(run) -> List.of(run.id(), run.executionId(), run.namespace(), run.flowId(), run.taskId(),
					run.state().name(), micros(run.createdAt()), run.version()));

	static final Table<TriggerState> TRIGGERS = new Table<>(upsert("triggers", "id", "version"),
			(trigger) -> List.of(trigger.key(), trigger.version()));

	static final Table<LogLine> LOGS = new Table<>(
			insert("logs", "id", "execution_id", "task_run_id", "attempt", "sequence", "logged_at", "level"),
			(line) -> List.of(line.id(), line.executionId(), line.taskRunId(), line.attempt(), line.sequence(),
					micros(line.at()), line.level().name()));

	static final Table<MetricDocument> METRICS = new Table<>(
			insert("metrics", "id", "execution_id", "namespace", "flow_id", "task_type", "name", "value",
					"measured_at"),
			(metric) -> List.of(metric.id(), metric.executionId(), metric.namespace(), metric.flowId(),
					metric.taskType(), metric.name(), metric.value(), micros(metric.at())));

	/**
	 * What is too far away to be counted is as far away as can be.
	 */
	static long micros(Instant instant) {
		try {
			return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
		}
		catch (ArithmeticException ex) {
			return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
		}
	}

	private static String upsert(String table, String... columns) {
		String sets = List.of(columns)
			.stream()
			.skip(1)
			.map((column) -> "%s = excluded.%s, ".formatted(column, column))
			.collect(Collectors.joining());
		return values(table, columns) + " ON CONFLICT (id) DO UPDATE SET " + sets + "document = excluded.document"
				+ " WHERE excluded.version > version";
	}

	private static String insert(String table, String... columns) {
		return values(table, columns) + " ON CONFLICT (id) DO NOTHING";
	}

	private static String values(String table, String... columns) {
		return "INSERT INTO %s (%s, document) VALUES (%s?)".formatted(table, String.join(", ", columns),
				"?, ".repeat(columns.length));
	}

}
