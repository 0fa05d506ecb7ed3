package io.windhover.execution.machine;

import java.time.Instant;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;

/**
 * Decides what follows from an event: a pure function, which may be asked again and
 * answers the same. What is duplicated or belongs to an attempt that is no longer the
 * current one changes nothing.
 */
public final class ExecutionMachine {

	private ExecutionMachine() {
	}

	/**
	 * Decides.
	 * @param now the time that changes are marked with
	 */
	public static Decision decide(Situation situation, Event event, Instant now) {
		if (event instanceof Event.Commanded commanded) {
			return command(situation, commanded.command(), now);
		}
		Execution execution = situation.execution();
		TaskRun taskRun = situation.taskRun();
		Flow flow = situation.flow();
		if (execution == null || flow == null || taskRun == null || taskRun.state().isTerminal()) {
			return TaskRunMachine.unknown(event);
		}
		return new TaskRunMachine(execution, taskRun, flow, now).decide(event);
	}

	private static Decision command(Situation situation, ExecutionCommand command, Instant now) {
		if (command instanceof ExecutionCommand.Create create) {
			return (situation.execution() == null) ? create(create, now) : Decision.stale(StaleReason.EXECUTION_EXISTS);
		}
		Execution execution = situation.execution();
		if (execution == null) {
			return Decision.stale(StaleReason.EXECUTION_UNKNOWN);
		}
		if (execution.killRequested()) {
			return Decision.stale(StaleReason.KILLED_BEFORE);
		}
		return new Decision.Builder().execution(Executions.killRequested(execution))
			.effect(new Effect.KillTaskRuns(execution.id()))
			.build();
	}

	private static Decision create(ExecutionCommand.Create create, Instant now) {
		Decision.Builder decision = new Decision.Builder();
		Execution started = Executions.started(Execution.created(create), now);
		proceed(decision, started, create.flow(), 0, false, now);
		return decision.build();
	}

	/**
	 * Goes on with the task at a position, or ends the execution where there is none.
	 */
	static void proceed(Decision.Builder decision, Execution execution, Flow flow, int position, boolean warned,
			Instant now) {
		if (position >= flow.tasks().size()) {
			decision.execution(Executions.ended(execution, warned ? State.WARNING : State.SUCCESS, null, now));
			return;
		}
		TaskRun next = TaskRuns.created(execution, flow.tasks().get(position), now);
		decision.execution(Executions.at(execution, position, warned))
			.taskRun(next)
			.effect(new Effect.Dispatch(next, TaskRunMachine.workerTask(flow, next)));
	}

	/**
	 * Ends the execution after its task run ended in a state.
	 */
	static void afterTaskRun(Decision.Builder decision, Execution execution, Flow flow, TaskRun ended, Instant now) {
		if (execution.killRequested()) {
			decision.execution(Executions.ended(execution, State.KILLED, null, now));
		}
		else if (ended.state() == State.KILLED) {
			String error = (ended.error() != null)
					? "Task '%s' ended as KILLED: %s".formatted(ended.taskId(), ended.error()) : null;
			decision.execution(Executions.ended(execution, State.KILLED, error, now));
		}
		else if (ended.state() == State.FAILED) {
			String error = "Task '%s' failed: %s".formatted(ended.taskId(),
					Objects.requireNonNullElse(ended.error(), "no reason given"));
			decision.execution(Executions.ended(execution, State.FAILED, error, now));
		}
		else {
			boolean warned = execution.warned() || ended.state() == State.WARNING;
			proceed(decision, execution, flow, execution.position() + 1, warned, now);
		}
	}

}
