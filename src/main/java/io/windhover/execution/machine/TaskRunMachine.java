package io.windhover.execution.machine;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.flow.Retry;
import io.windhover.flow.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * The part of the machine that decides about one task run that has not ended.
 */
final class TaskRunMachine {

	/**
	 * A job may carry all outputs of its execution, in bytes of JSON, and must fit into a
	 * record of Kafka's.
	 */
	static final long MAX_OUTPUTS = 4 * 1024 * 1024;

	private final Execution execution;

	private final TaskRun taskRun;

	private final Flow flow;

	private final WorkerTask task;

	private final Instant now;

	TaskRunMachine(Execution execution, TaskRun taskRun, Flow flow, Instant now) {
		this.execution = execution;
		this.taskRun = taskRun;
		this.flow = flow;
		this.task = workerTask(flow, taskRun);
		this.now = now;
	}

	static WorkerTask workerTask(Flow flow, TaskRun taskRun) {
		return flow.tasks()
			.stream()
			.filter((task) -> task.id().equals(taskRun.taskId()))
			.map(WorkerTask.class::cast)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"Flow %s has no task '%s'".formatted(flow.key(), taskRun.taskId())));
	}

	/**
	 * What follows when there is no task run that the event could be about: a worker that
	 * starts it must stop.
	 */
	static Decision unknown(Event event) {
		StaleReason reason = StaleReason.TASK_RUN_UNKNOWN;
		return (event instanceof Event.Reported reported && reported.result() instanceof TaskResult.Started started)
				? Decision.stale(reason, stop(started, reason.text())) : Decision.stale(reason);
	}

	Decision decide(Event event) {
		if (event instanceof Event.Reported reported) {
			return report(reported.result());
		}
		if (event instanceof Event.TaskRunKilled) {
			return kill();
		}
		if (event instanceof Event.RetryDue due) {
			return is(State.RETRYING, due.attempt()) ? retry() : Decision.stale(StaleReason.RETRY_PASSED);
		}
		if (event instanceof Event.Unclaimed unclaimed) {
			return is(State.QUEUED, unclaimed.attempt()) && this.taskRun.queuedAt().equals(unclaimed.queuedAt())
					? dispatchAgain() : Decision.stale(StaleReason.JOB_TAKEN);
		}
		if (event instanceof Event.WorkerLost lost) {
			return isHeldBy(lost.worker(), lost.attempt()) ? lost("worker '%s' is gone".formatted(lost.worker().id()))
					: Decision.stale(StaleReason.LEASE_PASSED);
		}
		throw new IllegalStateException("Not about a task run: " + event);
	}

	private Decision report(TaskResult result) {
		if (result instanceof TaskResult.Started started) {
			return started(started);
		}
		boolean queued = is(State.QUEUED, result.attempt());
		boolean held = isHeldBy(result.worker(), result.attempt());
		if (!queued && !held) {
			return Decision.stale(StaleReason.ATTEMPT_PASSED);
		}
		if (result instanceof TaskResult.Ended ended) {
			return queued ? takenBy(ended.worker()).ended(ended) : ended(ended);
		}
		TaskResult.Returned returned = (TaskResult.Returned) result;
		if (!queued) {
			return lost(returned.reason());
		}
		return this.taskRun.queuedAt().equals(returned.queuedAt()) ? dispatchAgain()
				: Decision.stale(StaleReason.RETURNED_BEFORE);
	}

	/** Its end can overtake its start only where the start was lost. */
	private TaskRunMachine takenBy(InstanceRef worker) {
		return new TaskRunMachine(this.execution, TaskRuns.takenBy(this.taskRun, worker), this.flow, this.now);
	}

	private Decision started(TaskResult.Started started) {
		if (is(State.QUEUED, started.attempt())) {
			TaskRun running = TaskRuns.running(this.taskRun, started.worker(), started.at(), this.now);
			return new Decision.Builder().taskRun(running)
				.effect(forget())
				.effect(new Effect.Lease(running, started.worker()))
				.build();
		}
		if (isHeldBy(started.worker(), started.attempt())) {
			return Decision.stale(StaleReason.STARTED_BEFORE);
		}
		StaleReason reason = StaleReason.START_REFUSED;
		return Decision.stale(reason, stop(started, reason.text()));
	}

	private Decision ended(TaskResult.Ended ended) {
		Retry retry = this.task.retry();
		boolean failed = ended.state() == State.FAILED;
		long outputsSize = this.execution.outputsSize() + ended.outputsSize();
		if (outputsSize > MAX_OUTPUTS) {
			String error = "with its outputs those of the execution would be %d bytes of JSON, more than %d"
				.formatted(outputsSize, MAX_OUTPUTS);
			return end(failure(), ended.metrics(), null, error, ended.at());
		}
		if (failed && this.execution.killRequested()) {
			return end(State.KILLED, ended.metrics(), null, ended.error(), ended.at());
		}
		if (failed && retry != null && retry.permitsAnother(this.taskRun.failures() + 1)) {
			TaskRun retrying = TaskRuns.retrying(this.taskRun, ended.metrics(), ended.error(), ended.at(), this.now);
			return new Decision.Builder().taskRun(retrying)
				.effect(forget())
				.effect(new Effect.RetryAfter(retrying, retry.delayAfter(retrying.failures())))
				.build();
		}
		State state = failed ? failure() : ended.state();
		Execution keeping = Executions.keepingOutputs(this.execution, ended.outputsSize());
		return new TaskRunMachine(keeping, this.taskRun, this.flow, this.now).end(state, ended.metrics(),
				ended.outputs(), ended.error(), ended.at());
	}

	private Decision kill() {
		InstanceRef worker = this.taskRun.current().worker();
		if (this.taskRun.state() == State.RUNNING && worker != null) {
			return new Decision.Builder().effect(stop(worker, "execution was killed")).build();
		}
		return end(State.KILLED, List.of(), null, null, this.now);
	}

	private Decision lost(String reason) {
		TaskRun lost = TaskRuns.lost(this.taskRun, reason, this.now);
		InstanceRef worker = this.taskRun.current().worker();
		Decision.Builder decision;
		if (this.execution.killRequested()) {
			decision = end(lost, State.KILLED, List.of(), null, reason, this.now);
		}
		else if (this.task.onWorkerLoss() == WorkerTask.OnWorkerLoss.FAIL) {
			decision = end(lost, failure(), List.of(), null, reason, this.now);
		}
		else {
			TaskRun next = TaskRuns.nextAttempt(lost, this.now);
			decision = new Decision.Builder().taskRun(next)
				.effect(forget())
				.effect(new Effect.Dispatch(next, this.task));
		}
		// the worker may only have been frozen, and run on
		return (worker != null) ? decision.effect(stop(worker, reason)).build() : decision.build();
	}

	/** Its timer has gone by coming back. */
	private Decision retry() {
		TaskRun next = TaskRuns.nextAttempt(this.taskRun, this.now);
		return new Decision.Builder().taskRun(next).effect(new Effect.Dispatch(next, this.task)).build();
	}

	private Decision dispatchAgain() {
		TaskRun next = TaskRuns.dispatchedAgain(this.taskRun, this.now);
		return new Decision.Builder().taskRun(next)
			.effect(forget())
			.effect(new Effect.Dispatch(next, this.task))
			.build();
	}

	private Decision end(State state, List<TaskMetric> metrics, @Nullable Map<String, Object> outputs,
			@Nullable String error, Instant endedAt) {
		return end(this.taskRun, state, metrics, outputs, error, endedAt).build();
	}

	private Decision.Builder end(TaskRun from, State state, List<TaskMetric> metrics,
			@Nullable Map<String, Object> outputs, @Nullable String error, Instant endedAt) {
		TaskRun ended = TaskRuns.ended(from, state, metrics, outputs, error, endedAt, this.now);
		Decision.Builder decision = new Decision.Builder().taskRun(ended).effect(forget());
		if (outputs != null) {
			decision.effect(new Effect.KeepOutputs(this.execution.id(), this.taskRun.taskId(), outputs));
		}
		ExecutionMachine.afterTaskRun(decision, this.execution, this.flow, ended, this.now);
		return decision;
	}

	private State failure() {
		return this.task.allowFailure() ? State.WARNING : State.FAILED;
	}

	private boolean is(State state, int attempt) {
		return this.taskRun.state() == state && this.taskRun.attempt() == attempt;
	}

	private boolean isHeldBy(InstanceRef worker, int attempt) {
		return is(State.RUNNING, attempt) && worker.equals(this.taskRun.current().worker());
	}

	private Effect forget() {
		Retry retry = this.task.retry();
		return new Effect.Forget(this.taskRun, (retry != null && this.taskRun.state() == State.RETRYING)
				? retry.delayAfter(this.taskRun.failures()) : null);
	}

	private Effect stop(InstanceRef worker, String reason) {
		return new Effect.StopAttempt(worker, this.execution.id(), this.taskRun.id(), this.taskRun.attempt(), reason);
	}

	private static Effect stop(TaskResult.Started started, String reason) {
		return new Effect.StopAttempt(started.worker(), started.executionId(), started.taskRunId(), started.attempt(),
				reason);
	}

}
