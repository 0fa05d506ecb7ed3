package io.windhover.management.incident.source;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.windhover.execution.Job;
import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import io.windhover.worker.WorkerView;

/**
 * The task runs on this worker that take much longer than usual.
 */
public class StuckTasksSource implements IncidentSource {

	private final WorkerView worker;

	private final Reporters reporters;

	/**
	 * Watches the worker of this process.
	 */
	public StuckTasksSource(WorkerView worker, Reporters reporters) {
		this.worker = worker;
		this.reporters = reporters;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.TASK_STUCK);
	}

	@Override
	public List<Finding> find() {
		return this.worker.running().stream().flatMap(StuckTasksSource::finding).toList();
	}

	private static Stream<Finding> finding(WorkerView.Running running) {
		WorkerView.Stuck stuck = running.stuck();
		if (stuck == null) {
			return Stream.empty();
		}
		Job job = running.job();
		Map<String, String> subject = Map.of("namespace", job.namespace(), "flowId", job.flowId(), "executionId",
				job.executionId(), "taskId", job.task().id(), "taskRunId", job.taskRunId());
		return Stream.of(new Finding(IncidentKind.TASK_STUCK, subject, stuck.since(), "It " + stuck.reason(), 1,
				"/worker/" + job.taskRunId()));
	}

	/** Nothing that ran before a start runs on. */
	@Override
	public Verdict judge(Incident open) {
		return this.reporters.judge(open, Duration.ZERO);
	}

}
