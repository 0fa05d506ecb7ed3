package io.windhover.management.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.role.Instance;
import io.windhover.worker.WorkerView;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * The task runs that run on this worker. Identifiers only: the configuration of a task
 * may hold secrets.
 */
@Endpoint(id = "worker")
public class WorkerEndpoint {

	private final WorkerView worker;

	private final Instance instance;

	private final Clock clock;

	WorkerEndpoint(WorkerView worker, Instance instance, Clock clock) {
		this.worker = worker;
		this.instance = instance;
		this.clock = clock;
	}

	@ReadOperation
	public WorkerDescriptor worker() {
		Instant now = this.clock.instant();
		List<RunningDescriptor> runnings = this.worker.running().stream().map((each) -> describe(each, now)).toList();
		return new WorkerDescriptor(runnings.size(), runnings,
				new SlotsDescriptor(this.worker.slotsUsed(), this.worker.slotsMax()), this.worker.state(),
				this.instance.id());
	}

	private static RunningDescriptor describe(WorkerView.Running running, Instant now) {
		Job job = running.job();
		TaskRunDescriptor taskRun = new TaskRunDescriptor(job.taskRunId(), job.executionId(), job.namespace(),
				job.flowId(), job.flowRevision(), job.task().id(), job.attempt(), State.RUNNING, running.startedAt(),
				Duration.between(running.startedAt(), now));
		return new RunningDescriptor("task", taskRun, new TaskDescriptor(job.task().id(), job.task().type()));
	}

	/**
	 * This worker.
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record WorkerDescriptor(int runningCount, List<RunningDescriptor> runnings, SlotsDescriptor slots,
			String state, String instance) implements OperationResponseBody {
	}

	/**
	 * Something that runs here.
	 *
	 * @param type what runs: a task
	 */
	public record RunningDescriptor(String type, TaskRunDescriptor taskRun, TaskDescriptor task) {
	}

	/**
	 * A task run, as far as it may be shown.
	 */
	public record TaskRunDescriptor(String id, String executionId, String namespace, String flowId, int flowRevision,
			String taskId, int attempt, State state, Instant startedAt, Duration duration) {
	}

	/**
	 * A task, as far as it may be shown.
	 */
	public record TaskDescriptor(String id, String type) {
	}

	/**
	 * How many attempts run here and may run here.
	 */
	public record SlotsDescriptor(int used, int max) {
	}

}
