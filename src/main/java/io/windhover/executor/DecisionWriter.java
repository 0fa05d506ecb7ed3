package io.windhover.executor;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.WorkerCommand;
import io.windhover.execution.machine.Decision;
import io.windhover.execution.machine.Effect;
import io.windhover.execution.machine.Event;
import io.windhover.execution.machine.Situation;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Stores and forwards what the state machine decided, all in the transaction of the
 * event.
 */
class DecisionWriter {

	private final ProcessorContext<String, Object> context;

	private final ExecutorStores stores;

	private final Duration unclaimedAfter;

	private final PartitionBoard board;

	private final ExecutorListener listener;

	DecisionWriter(ProcessorContext<String, Object> context, ExecutorStores stores, Duration unclaimedAfter,
			PartitionBoard board, ExecutorListener listener) {
		this.context = context;
		this.stores = stores;
		this.unclaimedAfter = unclaimedAfter;
		this.board = board;
		this.listener = listener;
	}

	/**
	 * Carries out a decision.
	 * @return whether the task runs of the execution are to be killed next
	 */
	boolean write(Situation before, Event event, Decision decision) {
		if (decision.stale() != null) {
			this.listener.stale(decision.stale());
		}
		else if (event instanceof Event.Reported reported && reported.result() instanceof TaskResult.Ended ended) {
			this.listener.workerTaskResult(Objects.requireNonNull(before.execution()).flow(), ended.state());
		}
		else if (event instanceof Event.WorkerLost lost) {
			this.listener.leaseExpired(lost.worker());
		}
		Execution execution = (decision.execution() != null) ? decision.execution() : before.execution();
		decision.taskRuns().forEach((taskRun) -> write(before.taskRun(), taskRun));
		boolean killTaskRuns = false;
		for (Effect effect : decision.effects()) {
			killTaskRuns |= effect instanceof Effect.KillTaskRuns;
			carryOut(effect, execution);
		}
		if (decision.execution() != null) {
			write(before.execution(), decision.execution(), event);
		}
		return killTaskRuns;
	}

	private void write(@Nullable TaskRun before, TaskRun taskRun) {
		this.stores.put(taskRun);
		forward(ExecutorTopology.TASK_RUNS_SINK, taskRun.executionId() + "/" + taskRun.id(), taskRun);
		boolean isNew = before == null || !before.id().equals(taskRun.id());
		this.board.changed(isNew ? null : before, taskRun);
		if (isNew) {
			this.listener.taskRunNext(taskRun);
		}
		if (taskRun.state().isTerminal()) {
			Instant first = taskRun.history().get(0).at();
			this.listener.taskRunEnded(taskRun, Duration.between(first, lastChange(taskRun)));
		}
	}

	private void write(@Nullable Execution before, Execution execution, Event event) {
		forward(ExecutorTopology.EXECUTIONS_SINK, execution.id(), execution);
		this.board.changed(before, execution);
		if (before == null) {
			this.listener.executionStarted(execution);
		}
		if (execution.state().isTerminal()) {
			this.stores.remove(execution);
			Instant ended = Objects.requireNonNull(execution.endedAt());
			this.listener.executionEnded(execution, Duration.between(execution.createdAt(), ended));
		}
		else {
			this.stores.put(execution);
			if (event instanceof Event.Commanded commanded
					&& commanded.command() instanceof ExecutionCommand.Create create) {
				this.stores.putFlow(execution.id(), create.flow());
			}
		}
	}

	private void carryOut(Effect effect, @Nullable Execution execution) {
		if (effect instanceof Effect.Dispatch dispatch) {
			dispatch(dispatch, Objects.requireNonNull(execution));
		}
		else if (effect instanceof Effect.RetryAfter retry) {
			TaskRun taskRun = retry.taskRun();
			put(timer(Timer.Kind.RETRY, taskRun), lastChange(taskRun).plus(retry.delay()));
		}
		else if (effect instanceof Effect.Forget forget) {
			forget(forget.taskRun(), forget.retryDelay());
		}
		else if (effect instanceof Effect.Lease held) {
			this.stores.leases().put(lease(held.taskRun(), held.worker()));
		}
		else if (effect instanceof Effect.StopAttempt stop) {
			WorkerCommand command = new WorkerCommand(stop.worker(), stop.executionId(), stop.taskRunId(),
					stop.attempt(), stop.reason());
			forward(ExecutorTopology.WORKER_COMMANDS_SINK, stop.worker().id(), command);
		}
		else if (effect instanceof Effect.KeepOutputs keep) {
			this.stores.putOutputs(keep.executionId(), keep.taskId(), keep.outputs());
		}
	}

	private void dispatch(Effect.Dispatch dispatch, Execution execution) {
		TaskRun taskRun = dispatch.taskRun();
		put(timer(Timer.Kind.UNCLAIMED, taskRun), taskRun.queuedAt().plus(this.unclaimedAfter));
		forward(ExecutorTopology.TASK_JOBS_SINK, taskRun.id(),
				Jobs.of(execution, taskRun, dispatch.task(), this.stores));
	}

	private void forget(TaskRun taskRun, @Nullable Duration retryDelay) {
		InstanceRef worker = taskRun.current().worker();
		if (taskRun.state() == State.QUEUED) {
			this.stores.timers()
				.delete(timer(Timer.Kind.UNCLAIMED, taskRun), taskRun.queuedAt().plus(this.unclaimedAfter));
		}
		else if (taskRun.state() == State.RUNNING && worker != null) {
			this.stores.leases().delete(lease(taskRun, worker));
		}
		else if (retryDelay != null) {
			this.stores.timers().delete(timer(Timer.Kind.RETRY, taskRun), lastChange(taskRun).plus(retryDelay));
		}
	}

	private void put(Timer timer, Instant due) {
		this.stores.timers().put(timer, due);
	}

	private void forward(String sink, String key, Object value) {
		this.context.forward(new Record<>(key, value, this.context.currentSystemTimeMs()), sink);
	}

	private static Timer timer(Timer.Kind kind, TaskRun taskRun) {
		return new Timer(kind, taskRun.executionId(), taskRun.id(), taskRun.attempt(), taskRun.queuedAt());
	}

	private static Lease lease(TaskRun taskRun, InstanceRef worker) {
		return new Lease(worker, taskRun.executionId(), taskRun.id(), taskRun.attempt());
	}

	private static Instant lastChange(TaskRun taskRun) {
		return taskRun.history().get(taskRun.history().size() - 1).at();
	}

}
