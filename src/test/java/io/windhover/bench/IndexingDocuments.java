package io.windhover.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskRun;
import io.windhover.flow.MetricDefinition;
import io.windhover.repository.Batch;
import io.windhover.repository.MetricDocument;
import org.slf4j.event.Level;

/**
 * Documents as executions of one task make them.
 */
public final class IndexingDocuments {

	/** Of a batch, as the indexer takes them by default. */
	public static final int SIZE = 1000;

	private static final Instant START = Instant.parse("2026-01-31T00:00:00.123456Z");

	private IndexingDocuments() {
	}

	/**
	 * A batch that shares no document with that of another number: as many executions as
	 * task runs, lines of logs and metrics.
	 */
	public static Batch batch(int number) {
		List<Execution> executions = new ArrayList<>();
		List<TaskRun> taskRuns = new ArrayList<>();
		List<LogLine> logs = new ArrayList<>();
		List<MetricDocument> metrics = new ArrayList<>();
		for (int i = 0; i < SIZE / 4; i++) {
			int each = number * SIZE / 4 + i;
			// spread as the ids of real executions are
			String id = "%08x%014x".formatted(each * 0x9E3779B9, each);
			Instant at = START.plus(Duration.ofMillis(each * 100L));
			executions.add(execution(id, at));
			taskRuns.add(taskRun(id, at));
			logs.add(new LogLine(id, id + ".say", "company.team", "daily-report", "say", 1, 1, at.plusMillis(20),
					Level.INFO, "Read 4711 lines of https://example.com/reports/" + each + ".csv in 250 ms"));
			metrics.add(new MetricDocument(id, id + ".say", 1, "company.team", "daily-report", "say", "http", "lines",
					MetricDefinition.Kind.COUNTER, 4711, Map.of("status", "200"), at.plusMillis(30)));
		}
		return new Batch(executions, taskRuns, List.of(), List.of(), logs, metrics);
	}

	private static Execution execution(String id, Instant at) {
		List<StateChange> history = List.of(new StateChange(State.CREATED, at),
				new StateChange(State.RUNNING, at.plusMillis(5)), new StateChange(State.SUCCESS, at.plusMillis(40)));
		return new Execution(id, "company.team", "daily-report", 7, State.SUCCESS, history,
				Map.of("team", "blue", "stage", "production"), Map.of("day", "2026-01-31", "limit", 100), null, null,
				at, at.plusMillis(5), at.plusMillis(40), null, null, false, 3);
	}

	private static TaskRun taskRun(String id, Instant at) {
		List<StateChange> history = List.of(new StateChange(State.CREATED, at),
				new StateChange(State.QUEUED, at.plusMillis(5)), new StateChange(State.RUNNING, at.plusMillis(10)),
				new StateChange(State.SUCCESS, at.plusMillis(30)));
		Attempt attempt = new Attempt(1, State.SUCCESS, new InstanceRef("worker-1", "7f3a"), at.plusMillis(5),
				at.plusMillis(10), at.plusMillis(30), null,
				List.of(new TaskMetric("lines", MetricDefinition.Kind.COUNTER, 4711, Map.of("status", "200"))));
		return new TaskRun(id + ".say", id, "company.team", "daily-report", 7, "say", "say", "http", State.SUCCESS,
				history, 1, List.of(attempt), 0, at, Map.of("status", 200, "uri", "https://example.com/reports"), null,
				4);
	}

}
