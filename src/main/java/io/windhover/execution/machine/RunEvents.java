package io.windhover.execution.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Child;
import io.windhover.execution.plan.Expressions;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Node.Settings;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.TaskRuns;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.StaleReason;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.task.Retry;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event of one task run. What is duplicated or belongs to an attempt
 * that is no longer the current one changes nothing.
 */
final class RunEvents {

	private final ScopeEnds ends;

	private final Transition transition;

	private final KeptOutputs kept;

	private final Directories directories;

	private final Plan plan;

	private final Expressions expressions;

	private final Instant now;

	RunEvents(ScopeEnds ends, Transition transition, Plan plan, Expressions expressions, Instant now) {
		this.ends = ends;
		this.transition = transition;
		this.kept = new KeptOutputs(transition);
		this.directories = new Directories(transition, plan);
		this.plan = plan;
		this.expressions = expressions;
		this.now = now;
	}

	/** There is no such execution: a worker that starts its job must stop. */
	StaleReason unknown(Event event) {
		boolean whole = event instanceof Event.Kill || event instanceof Event.Pause || event instanceof Event.Unpause;
		if (event instanceof Event.SubflowEnded) {
			return StaleReason.SUBFLOW_PASSED;
		}
		return stale(event, whole ? StaleReason.EXECUTION_UNKNOWN : StaleReason.TASK_RUN_UNKNOWN);
	}

	@Nullable StaleReason apply(Event event) {
		if (event instanceof Event.Reported reported) {
			Run run = this.transition.run(reported.path());
			return (run != null) ? report(run, reported) : stale(event, StaleReason.TASK_RUN_UNKNOWN);
		}
		if (event instanceof Event.WorkerLost lost) {
			Run run = this.transition.run(lost.path());
			return (run != null && run.isHeldBy(lost.worker(), lost.attempt()))
					? lost(run, "worker '%s' is gone".formatted(lost.worker().id())) : StaleReason.LEASE_PASSED;
		}
		if (event instanceof Event.Unclaimed unclaimed) {
			Run run = this.transition.run(unclaimed.path());
			return (run != null && run.is(State.QUEUED, unclaimed.attempt())
					&& run.taskRun.queuedAt().equals(unclaimed.queuedAt())) ? dispatchAgain(run)
							: StaleReason.JOB_TAKEN;
		}
		if (event instanceof Event.Due due) {
			Run run = this.transition.run(due.timer().path());
			if (due.timer().kind() == Timer.Kind.RUN_DISPATCH) {
				return dispatch(run, due.timer().number());
			}
			return (run != null && run.retriesAt != null && run.is(State.RETRYING, due.timer().number())) ? due(run)
					: StaleReason.RETRY_PASSED;
		}
		throw new IllegalStateException("Not about a task run: " + event);
	}

	/** Why a task cannot be handed to a worker; null when it can. */
	@Nullable String refusal(String scope, Node node) {
		Scope parent = this.transition.look(scope);
		WorkerTask task = node.task();
		return (parent != null && task != null) ? this.expressions.jobRefusal(parent, task) : null;
	}

	/** What its task can see may have grown since the attempt before. */
	private void redispatch(Run run) {
		Node node = this.plan.node(run.node);
		String refusal = refusal(run.parent, node);
		if (refusal == null) {
			dispatch(run);
		}
		else {
			end(run, node.settings().allowFailure() ? State.WARNING : State.FAILED, List.of(), null, refusal, this.now);
		}
	}

	void dispatch(Run run) {
		WorkerTask task = this.plan.node(run.node).task();
		if (task != null) {
			this.transition
				.effect(new Effect.Dispatch(run.taskRun, run.parent, task, this.directories.of(run), run.logged));
		}
	}

	/**
	 * Its job could not be handed over before; it waits since it was queued. Where it was
	 * dispatched again meanwhile, that dispatch has a timer of its own.
	 */
	private @Nullable StaleReason dispatch(@Nullable Run run, int number) {
		if (run == null || run.state() != State.QUEUED || Timer.ofDispatch(run.taskRun).number() != number) {
			return StaleReason.JOB_TAKEN;
		}
		redispatch(run);
		return null;
	}

	/** Ends a task run early. */
	void stop(Run run) {
		if (run.stopping) {
			return;
		}
		run.stopping = true;
		InstanceRef worker = run.worker();
		if (run.state() == State.RUNNING && worker != null) {
			stop(worker, run, "execution was killed");
		}
		else {
			end(run, State.KILLED, List.of(), null, null, this.now);
		}
	}

	private @Nullable StaleReason report(Run run, Event.Reported event) {
		TaskResult result = event.result();
		if (result instanceof TaskResult.Started started) {
			return started(run, started, event);
		}
		boolean queued = run.is(State.QUEUED, result.attempt());
		boolean held = run.isHeldBy(result.worker(), result.attempt());
		if (!queued && !held) {
			return StaleReason.ATTEMPT_PASSED;
		}
		if (result instanceof TaskResult.Returned returned) {
			// the same worker may have got the same attempt once more
			if (!run.taskRun.queuedAt().equals(returned.queuedAt())) {
				return StaleReason.RETURNED_BEFORE;
			}
			return held ? lost(run, returned.reason()) : dispatchAgain(run);
		}
		if (queued) {
			// its end can overtake its start only where the start was lost
			run.taskRun = TaskRuns.takenBy(run.taskRun, result.worker());
		}
		return ended(run, (TaskResult.Ended) result);
	}

	private @Nullable StaleReason started(Run run, TaskResult.Started started, Event event) {
		if (run.is(State.QUEUED, started.attempt())) {
			run.taskRun = TaskRuns.running(run.taskRun, started.worker(), started.at(), this.now);
			publish(run.taskRun);
			return null;
		}
		if (run.isHeldBy(started.worker(), started.attempt())) {
			return StaleReason.STARTED_BEFORE;
		}
		return stale(event, StaleReason.START_REFUSED);
	}

	private @Nullable StaleReason ended(Run run, TaskResult.Ended ended) {
		Node node = this.plan.node(run.node);
		Settings settings = node.settings();
		Retry retry = settings.retry();
		KeptOutputs.Seen seen = seen(node, ended);
		String refusal = this.kept.refusal(run.parent, node.id(), seen);
		if (refusal == null && ended.state() == State.SUCCESS) {
			refusal = ExecutionChanges.apply(this.transition, ended.change());
		}
		if (refusal != null) {
			end(run, settings.allowFailure() ? State.WARNING : State.FAILED, ended.metrics(), null, refusal,
					ended.at());
		}
		else if (ended.state() != State.FAILED) {
			if (ended.state() == State.SUCCESS) {
				this.directories.left(run, ended.snapshot());
			}
			keep(run, node, ended.state(), seen);
			end(run, ended.state(), ended.metrics(), ended.outputs(), ended.error(), ended.at());
		}
		else if (run.stopping) {
			end(run, State.KILLED, ended.metrics(), null, ended.error(), ended.at());
		}
		else if (retry != null && retry.permitsAnother(run.taskRun.failures() + 1)) {
			run.taskRun = TaskRuns.retrying(run.taskRun, ended.metrics(), ended.error(), ended.at(), this.now);
			Duration delay = retry.delayAfter(run.taskRun.failures());
			run.retriesAt = this.now.plus(delay);
			run.logged = (ended.logged() != null) ? ended.logged() : run.logged;
			this.transition
				.effect(new Effect.SetTimer(new Timer(Timer.Kind.RUN_RETRY, run.path(), run.attempt()), run.retriesAt));
			publish(run.taskRun);
		}
		else {
			keep(run, node, ended.state(), seen);
			end(run, settings.allowFailure() ? State.WARNING : State.FAILED, ended.metrics(), ended.outputs(),
					ended.error(), ended.at());
		}
		return null;
	}

	private @Nullable StaleReason lost(Run run, String reason) {
		InstanceRef worker = run.worker();
		if (worker != null) {
			// it may only have been frozen, and run on
			stop(worker, run, reason);
		}
		Settings settings = this.plan.node(run.node).settings();
		run.taskRun = TaskRuns.lost(run.taskRun, reason, this.now);
		if (run.stopping) {
			end(run, State.KILLED, List.of(), null, reason, this.now);
			return null;
		}
		if (settings.retryOnLoss()) {
			return nextAttempt(run);
		}
		end(run, settings.allowFailure() ? State.WARNING : State.FAILED, List.of(), null, reason, this.now);
		return null;
	}

	/** While the execution is paused, the next attempt waits for that to be over. */
	private @Nullable StaleReason due(Run run) {
		if (this.transition.requireExecution().onHold()) {
			run.retriesAt = null;
			return null;
		}
		return nextAttempt(run);
	}

	/** The pause of the execution is over. */
	void wake(Run run) {
		if (run.state() == State.RETRYING && run.retriesAt == null) {
			nextAttempt(run);
		}
	}

	private @Nullable StaleReason nextAttempt(Run run) {
		run.taskRun = TaskRuns.nextAttempt(run.taskRun, this.now);
		run.retriesAt = null;
		redispatch(run);
		return null;
	}

	private @Nullable StaleReason dispatchAgain(Run run) {
		run.taskRun = TaskRuns.dispatchedAgain(run.taskRun, this.now);
		redispatch(run);
		return null;
	}

	/** What templates see of an attempt that is over. */
	private KeptOutputs.Seen seen(Node node, TaskResult.Ended ended) {
		return KeptOutputs.Seen.of(this.plan, node, ended.outputs(), ended.outputsSize(),
				this.plan.namesMetrics(node) ? TaskMetric.totals(ended.metrics()) : Map.of());
	}

	private void keep(Run run, Node node, State end, KeptOutputs.Seen seen) {
		if (end != State.KILLED) {
			this.kept.keep(Objects.requireNonNull(this.transition.scope(run.parent)), node.id(), seen);
		}
	}

	private void end(Run run, State end, List<TaskMetric> metrics, @Nullable Map<String, Object> outputs,
			@Nullable String error, Instant at) {
		if (run.retriesAt != null) {
			this.transition.effect(
					new Effect.CancelTimer(new Timer(Timer.Kind.RUN_RETRY, run.path(), run.attempt()), run.retriesAt));
		}
		run.taskRun = TaskRuns.ended(run.taskRun, end, metrics, outputs, error, at, this.now);
		publish(run.taskRun);
		this.transition.removeRun(run.path());
		measure(metrics);
		Node node = this.plan.node(run.node);
		this.ends.ended(Objects.requireNonNull(this.transition.scope(run.parent)), new Child(node), end, error,
				run.path());
	}

	/** Adds to the metric that is expected of the execution. */
	private void measure(List<TaskMetric> metrics) {
		Expectations.MinMetric expected = this.plan.expectations().minMetric();
		if (expected == null) {
			return;
		}
		double sum = metrics.stream()
			.filter((metric) -> metric.name().equals(expected.name()))
			.mapToDouble(TaskMetric::value)
			.sum();
		if (sum != 0) {
			this.transition.parent("").measured += sum;
		}
	}

	private StaleReason stale(Event event, StaleReason reason) {
		if (event instanceof Event.Reported reported && reported.result() instanceof TaskResult.Started started) {
			this.transition.effect(new Effect.StopAttempt(started.worker(), started.executionId(), started.taskRunId(),
					started.attempt(), reason.text()));
		}
		return reason;
	}

	private void stop(InstanceRef worker, Run run, String reason) {
		TaskRun taskRun = run.taskRun;
		this.transition
			.effect(new Effect.StopAttempt(worker, taskRun.executionId(), taskRun.id(), taskRun.attempt(), reason));
	}

	private void publish(TaskRun document) {
		this.transition.effect(new Effect.Publish(document));
	}

}
