package io.windhover.executor.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Job;
import io.windhover.execution.ParentTask;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.instance.WorkerCommand;
import io.windhover.execution.plan.LoopOutputs;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.StaleReason;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.state.InFlightIndex;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.executor.store.OwnedPartition;
import io.windhover.executor.store.StoredOutputs;
import io.windhover.executor.store.StoredTree;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.template.OutputReferences;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Stores and forwards what the state machine decided, all in the transaction of the
 * event.
 */
class TransitionWriter {

	/** For the topic of a worker group. */
	private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private final ProcessorContext<String, Object> context;

	private final ExecutorStore store;

	private final TimerQueue timers;

	private final LeaseIndex leases;

	private final InFlightIndex inFlight;

	private final OwnedPartition partition;

	private final EndReport ends;

	private final HistoryReport histories;

	private final Predicate<String> groups;

	private final ExecutorListener listener;

	/**
	 * Prepares the writer.
	 * @param groups whether jobs can be sent to a worker group now; if not, soon
	 */
	TransitionWriter(ProcessorContext<String, Object> context, ExecutorStore store, TimerQueue timers,
			LeaseIndex leases, InFlightIndex inFlight, OwnedPartition partition, EndReport ends,
			Predicate<String> groups, ExecutorListener listener) {
		this.context = context;
		this.store = store;
		this.timers = timers;
		this.leases = leases;
		this.inFlight = inFlight;
		this.partition = partition;
		this.ends = ends;
		this.histories = new HistoryReport(this::send);
		this.groups = groups;
		this.listener = listener;
	}

	void write(StoredTree tree, Plan plan, Event event, Transition transition, Instant now) {
		this.partition.changes(tree.id());
		if (transition.stale() != null) {
			this.listener.stale(transition.stale());
			transition.effects().forEach((effect) -> carryOut(effect, tree, transition, now));
			return;
		}
		report(event, transition);
		transition.runs().forEach((run) -> changed(tree, run.taskRun()));
		transition.effects().forEach((effect) -> carryOut(effect, tree, transition, now));
		Execution execution = transition.execution();
		if (execution != null && transition.isExecutionChanged()) {
			publish(tree.published(), execution, plan.expectations(), transition.measured());
		}
		tree.write(transition);
	}

	/** Deletes what has ended, here and, by a tombstone, for those who keep documents. */
	void delete(String id, Instant now) {
		this.partition.changes(id);
		if (this.store.delete(id, now)) {
			this.partition.deleted(id);
			forward(ExecutorTopology.EXECUTIONS_SINK, id, null);
		}
		else {
			this.listener.stale(StaleReason.NOT_ENDED);
		}
	}

	/** Asks the scheduler for something. */
	void send(FlowCommand command) {
		forward(ExecutorTopology.FLOW_COMMANDS_SINK, command.key().toString(), command);
	}

	/** Tells of what has waited for long enough, and of what runs. */
	void tellHistories(Instant now) {
		this.histories.tell(now);
		this.histories.tellRunning(this.context.taskId().partition(), this.inFlight, now);
	}

	/** Publishes an execution that has not begun. */
	void publish(@Nullable Execution before, Execution execution) {
		publish(before, execution, Expectations.NONE, null);
	}

	private void publish(@Nullable Execution before, Execution execution, Expectations expectations,
			@Nullable Double measured) {
		forward(ExecutorTopology.EXECUTIONS_SINK, execution.id(), execution);
		this.partition.changed(execution, before == null);
		this.inFlight.changed(before, execution);
		if (before == null) {
			this.listener.executionStarted(execution);
		}
		if (before == null || before.startedAt() == null) {
			this.histories.started(execution, expectations);
		}
		if (execution.state().isTerminal() && execution.endedAt() != null) {
			this.listener.executionEnded(execution, Duration.between(execution.createdAt(), execution.endedAt()));
			this.histories.ended(execution, execution.endedAt(), expectations, measured);
			this.ends.ended(execution, execution.endedAt(), this::send);
			if (execution.parent() != null && execution.parent().waits()) {
				report(execution.parent(), execution.state(), execution.outputs(), execution.error(),
						execution.endedAt());
			}
		}
	}

	/** Reports the end of a subflow to the task that waits for it. */
	void report(ParentTask parent, State state, @Nullable Map<String, Object> outputs, @Nullable String error,
			Instant at) {
		forward(ExecutorTopology.EXECUTION_COMMANDS_SINK, parent.executionId(), new ExecutionCommand.SubflowEnded(
				parent.executionId(), at, parent.path(), parent.attempt(), state, outputs, error));
	}

	private void report(Event event, Transition transition) {
		Execution execution = transition.execution();
		if (execution != null && event instanceof Event.Reported reported
				&& reported.result() instanceof TaskResult.Ended ended) {
			this.listener.workerTaskResult(execution.flow(), ended.state());
		}
		else if (event instanceof Event.WorkerLost lost) {
			this.listener.leaseExpired(lost.worker());
		}
	}

	private void changed(StoredTree tree, TaskRun after) {
		TaskRun before = tree.before(after.path());
		if (!after.equals(before)) {
			this.inFlight.changed(before, after);
			this.leases.changed(before, after);
		}
	}

	private void carryOut(Effect effect, StoredTree tree, Transition transition, Instant now) {
		Execution execution = transition.execution();
		String id = (execution != null) ? execution.id() : "";
		if (effect instanceof Effect.Dispatch dispatch) {
			if (tree.before(dispatch.taskRun().path()) == null) {
				this.listener.taskRunNext(dispatch.taskRun());
			}
			dispatch(dispatch, transition, now);
		}
		else if (effect instanceof Effect.Publish publish) {
			publish(tree, (execution != null) ? execution.traced(publish.document()) : publish.document());
		}
		else if (effect instanceof Effect.StopAttempt stop) {
			forward(ExecutorTopology.WORKER_COMMANDS_SINK, stop.worker().id(), new WorkerCommand(stop.worker(),
					stop.executionId(), stop.taskRunId(), stop.attempt(), stop.reason()));
		}
		else if (effect instanceof Effect.StartSubflow start) {
			forward(ExecutorTopology.EXECUTION_COMMANDS_SINK, start.executionId(),
					new ExecutionCommand.Create(start.executionId(), now, start.start().flow(), start.start().inputs(),
							start.start().labels(), null, null, null, null, start.parent(),
							(execution != null) ? execution.traceUnder(start.parent().path()) : null));
		}
		else if (effect instanceof Effect.KillSubflow kill) {
			forward(ExecutorTopology.EXECUTION_COMMANDS_SINK, kill.executionId(), new ExecutionCommand.Kill(
					kill.executionId(), now, "execution " + kill.parent().executionId(), kill.parent()));
		}
		else if (effect instanceof Effect.SetTimer timer) {
			this.timers.set(id, timer.timer(), timer.due());
		}
		else if (effect instanceof Effect.CancelTimer timer) {
			this.timers.cancel(id, timer.timer(), timer.due());
		}
		else if (effect instanceof Effect.Overran overran && execution != null) {
			this.histories.overran(execution, overran.since());
		}
		else if (effect instanceof Effect.Continue rest) {
			forward(ExecutorTopology.EXECUTION_COMMANDS_SINK, id,
					new ExecutionCommand.Continue(id, now, rest.path(), rest.number()));
		}
		else if (effect instanceof Effect.KeepOutputs keep) {
			this.store.putOutputs(id, keep.scope(), keep.taskId(), keep.outputs());
		}
		else if (effect instanceof Effect.KeepIteration keep) {
			stored(id).keep(keep);
		}
		else if (effect instanceof Effect.KeepItems keep) {
			keepItems(id, keep);
		}
		else if (effect instanceof Effect.DropScope drop) {
			drop(id, drop.scope(), now);
		}
	}

	private void publish(StoredTree tree, TaskRun document) {
		forward(ExecutorTopology.TASK_RUNS_SINK, document.executionId() + "/" + document.path(), document);
		this.partition.changed(document);
		if (document.state().isTerminal() && !document.attempts().isEmpty()) {
			TaskRun before = tree.before(document.path());
			if (before != null) {
				this.inFlight.changed(before, document);
				this.leases.changed(before, document);
			}
			Instant first = document.history().get(0).at();
			Instant last = document.history().get(document.history().size() - 1).at();
			this.listener.taskRunEnded(document, Duration.between(first, last));
		}
	}

	private void dispatch(Effect.Dispatch dispatch, Transition transition, Instant now) {
		Execution execution = transition.execution();
		Scope scope = transition.look(dispatch.scope());
		if (execution == null || scope == null) {
			throw new IllegalStateException("No scope '%s' to dispatch from".formatted(dispatch.scope()));
		}
		TaskRun taskRun = dispatch.taskRun();
		String group = dispatch.task().workerGroup();
		if (group != null && !this.groups.test(group)) {
			// a topic that is not there would hold up all of this partition
			this.timers.set(execution.id(), Timer.ofDispatch(taskRun),
					now.plus(pause(Duration.between(taskRun.queuedAt(), now))));
			return;
		}
		Variables variables = new Variables(execution, transition, stored(execution.id()));
		Job job = new Job(execution.id(), taskRun.id(), taskRun.attempt(), execution.namespace(), execution.flowId(),
				execution.flowRevision(), dispatch.task(),
				variables.in(scope, OutputReferences.in(dispatch.task().configuration())), taskRun.queuedAt(),
				dispatch.directory(), dispatch.logged(), execution.trace());
		forward((group != null) ? ExecutorTopology.GROUP_JOBS_SINK : ExecutorTopology.TASK_JOBS_SINK, taskRun.id(),
				job);
	}

	/** The longer a topic is missing, the more may wait for it. */
	private static Duration pause(Duration waited) {
		Duration pause = waited.dividedBy(4);
		return (pause.compareTo(LOOK_AGAIN) < 0) ? LOOK_AGAIN
				: (pause.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE : pause;
	}

	/** What the event keeps is in the store once it is carried out. */
	private StoredOutputs stored(String id) {
		return new StoredOutputs(id, this.store, List.of());
	}

	private void keepItems(String id, Effect.KeepItems keep) {
		List<Object> items = keep.items();
		for (int from = 0; from < items.size(); from += TemplateEvaluator.CHUNK) {
			int to = Math.min(items.size(), from + TemplateEvaluator.CHUNK);
			this.store.putItems(id, keep.path(), from / TemplateEvaluator.CHUNK, items.subList(from, to));
		}
	}

	private void drop(String id, Scope scope, Instant now) {
		stored(id).drop(scope);
		scope.lists().values().forEach((loop) -> drop(id, loop, 0, now));
		for (int from = 0; from < scope.total(); from += TemplateEvaluator.CHUNK) {
			this.store.deleteItems(id, scope.path(), from / TemplateEvaluator.CHUNK);
		}
	}

	/** Goes on with what a loop kept. */
	void drop(ExecutionCommand.Forget command, Instant now) {
		drop(command.executionId(), new LoopOutputs(command.loop(), command.size()), command.from(), now);
	}

	/** A loop may have kept thousands: each event drops some. */
	private void drop(String id, LoopOutputs loop, int from, Instant now) {
		int left = stored(id).drop(loop, from);
		if (left < loop.size()) {
			forward(ExecutorTopology.EXECUTION_COMMANDS_SINK, id,
					new ExecutionCommand.Forget(id, now, loop.path(), loop.size(), left));
		}
	}

	private void forward(String sink, String key, @Nullable Object value) {
		this.context.forward(new Record<>(key, value, this.context.currentSystemTimeMs()), sink);
	}

}
