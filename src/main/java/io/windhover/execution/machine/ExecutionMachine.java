package io.windhover.execution.machine;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.machine.Node.Settings;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from an event of one execution: a pure function of the tree, the
 * event and the time. It does a bounded amount of work for an event; the rest comes as
 * events of its own.
 */
public final class ExecutionMachine {

	/** Children begun, stopped or ended for one event. */
	static final int BUDGET = 256;

	private final Plan plan;

	private final Expressions expressions;

	private final Transition transition;

	private final Instant now;

	private final RunEvents runs;

	private final KeptOutputs kept;

	private final Pauses pauses;

	private final Set<Scope> agenda = new LinkedHashSet<>();

	private int budget;

	private ExecutionMachine(int budget, Plan plan, Expressions expressions, Transition transition, Instant now) {
		this.budget = budget;
		this.plan = plan;
		this.expressions = expressions;
		this.transition = transition;
		this.now = now;
		this.runs = new RunEvents(this, transition, plan, now);
		this.kept = new KeptOutputs(transition);
		this.pauses = new Pauses(transition, this.kept, plan, now);
	}

	/**
	 * Decides.
	 * @param now the time that transition are marked with
	 */
	public static Transition decide(Plan plan, ExpressionEvaluator evaluator, Tree tree, Event event, Instant now) {
		Transition transition = new Transition(tree);
		return decide(BUDGET, plan, new BoundExpressions(evaluator, transition), transition, event, now);
	}

	static Transition decide(int budget, Plan plan, Expressions expressions, Transition transition, Event event,
			Instant now) {
		ExecutionMachine machine = new ExecutionMachine(budget, plan, expressions, transition, now);
		StaleReason stale = machine.apply(event);
		machine.work();
		return (stale != null) ? machine.transition.stale(stale) : machine.transition;
	}

	/**
	 * The end of an execution that was created and never began.
	 * @param error null when it was killed
	 */
	public static Execution neverBegun(Execution created, @Nullable String error, Instant now) {
		return Executions.ended(created, (error != null) ? State.FAILED : State.KILLED, error, now);
	}

	private @Nullable StaleReason apply(Event event) {
		Execution execution = this.transition.execution();
		if (event instanceof Event.Create create) {
			return (execution == null) ? create(create.execution()) : StaleReason.EXECUTION_EXISTS;
		}
		if (execution == null) {
			return this.runs.unknown(event);
		}
		if (event instanceof Event.Kill) {
			return kill(execution);
		}
		if (event instanceof Event.Resume resume) {
			return resume(this.transition.scope(resume.path()), resume);
		}
		if (event instanceof Event.Continue rest) {
			return goOn(this.transition.scope(rest.path()), rest.number());
		}
		if (event instanceof Event.Due due && due.timer().kind() != Timer.Kind.RUN_RETRY) {
			return due(due.timer(), this.transition.scope(due.timer().path()));
		}
		return this.runs.apply(event);
	}

	private @Nullable StaleReason create(Execution created) {
		this.transition.execution(Executions.started(created, this.now));
		begin(new Scope("", null, 0, -1, null, this.now), this.plan.root().settings());
		return null;
	}

	private @Nullable StaleReason kill(Execution execution) {
		if (execution.killRequested()) {
			return StaleReason.KILLED_BEFORE;
		}
		this.transition.execution(Executions.killRequested(execution));
		stop(this.transition.parent(""));
		return null;
	}

	private @Nullable StaleReason goOn(@Nullable Scope scope, int number) {
		if (scope == null || !scope.continuing || number != scope.continuations) {
			return StaleReason.RETRY_PASSED;
		}
		scope.continuing = false;
		this.agenda.add(scope);
		return null;
	}

	private @Nullable StaleReason due(Timer timer, @Nullable Scope scope) {
		if (scope == null) {
			return StaleReason.RETRY_PASSED;
		}
		if (timer.kind() == Timer.Kind.WAIT && scope.waiting && timer.number() == scope.waits) {
			scope.waitsUntil = null;
			return waited(scope);
		}
		if (timer.kind() == Timer.Kind.SCOPE_RETRY && scope.state == State.RETRYING
				&& timer.number() == scope.attempt) {
			scope.waitsUntil = null;
			this.kept.forget(scope);
			scope.again();
			begin(scope, node(scope).settings());
			return null;
		}
		if (timer.kind() == Timer.Kind.TIMEOUT && scope.state != State.RETRYING && scope.timesOutAt != null
				&& timer.number() == scope.attempt) {
			scope.timesOutAt = null;
			return timeOut(scope);
		}
		return StaleReason.RETRY_PASSED;
	}

	private @Nullable StaleReason resume(@Nullable Scope scope, Event.Resume resume) {
		if (scope == null || scope.state != State.PAUSED) {
			return StaleReason.NOT_PAUSED;
		}
		if (!resume.inputs().isEmpty()) {
			this.pauses.given(scope, node(scope), resume);
		}
		return waited(scope);
	}

	private @Nullable StaleReason waited(Scope scope) {
		cancelWait(scope, Timer.Kind.WAIT, scope.waits);
		scope.waiting = false;
		scope.waited = true;
		this.pauses.over(scope);
		this.agenda.add(scope);
		return null;
	}

	/** What runs in it is killed; its errors and its finally follow. */
	private @Nullable StaleReason timeOut(Scope scope) {
		if (scope.phase == Phase.BODY && !scope.stopped) {
			scope.fail("it took longer than " + node(scope).settings().timeout());
			stopPhase(scope);
		}
		return null;
	}

	private void work() {
		while (!this.agenda.isEmpty()) {
			Scope next = this.agenda.iterator().next();
			this.agenda.remove(next);
			advance(next);
		}
	}

	private void advance(Scope scope) {
		if (scope.continuing || scope.state.isTerminal()) {
			return;
		}
		boolean more = true;
		while (more) {
			if (this.budget <= 0) {
				scope.continuing = true;
				scope.continuations++;
				this.transition.effect(new Effect.Continue(scope.path, scope.continuations));
				return;
			}
			more = (scope.stopCursor >= 0) ? stopNext(scope) : step(scope);
		}
	}

	/** Whether there may be more to do at once. */
	private boolean step(Scope scope) {
		if (scope.state == State.RETRYING) {
			return false;
		}
		if (mayBegin(scope)) {
			Next next = next(scope);
			if (next instanceof Next.Begin begin) {
				begin(scope, begin);
				return true;
			}
			if (next instanceof Next.Wait wait) {
				await(scope, wait);
				return false;
			}
			if (next instanceof Next.Fail failure) {
				scope.fail(failure.error());
				scope.phaseFailed = true;
			}
		}
		if (scope.active > 0) {
			return false;
		}
		return leave(scope);
	}

	private static boolean mayBegin(Scope scope) {
		return !scope.phaseFailed && (scope.phase == Phase.FINALLY || (!scope.killed && !scope.stopped));
	}

	private Next next(Scope scope) {
		Node node = node(scope);
		Control control = node.control();
		if (scope.waiting) {
			return Next.WAIT;
		}
		boolean hadItems = scope.items != null;
		try {
			Next next = (scope.phase == Phase.BODY && control != null) ? control.next(node, scope, this.expressions)
					: Control.inOrder(node.list(scope.phase), scope);
			if (scope.items != null && !hadItems) {
				this.transition.effect(new Effect.KeepItems(scope.path, scope.items));
			}
			return next;
		}
		catch (ExpressionFailure ex) {
			return new Next.Fail(String.valueOf(ex.getMessage()));
		}
	}

	private void await(Scope scope, Next.Wait wait) {
		if (wait.delay() == null && !wait.paused()) {
			return;
		}
		if (!scope.waiting) {
			scope.waiting = true;
			scope.waits++;
			if (wait.paused()) {
				this.pauses.begin(scope, node(scope));
			}
			if (wait.delay() != null) {
				scope.waitsUntil = this.now.plus(wait.delay());
				this.transition
					.effect(new Effect.SetTimer(new Timer(Timer.Kind.WAIT, scope.path, scope.waits), scope.waitsUntil));
			}
		}
	}

	private void begin(Scope parent, Next.Begin begin) {
		this.budget--;
		parent.active++;
		Child child = begin.child();
		Settings settings = child.node().settings();
		String path = parent.path(child);
		String failure = null;
		boolean skipped = settings.disabled();
		if (!skipped && settings.runIf() != null) {
			try {
				skipped = !this.expressions.test(parent, child.node(), settings.runIf());
			}
			catch (ExpressionFailure ex) {
				failure = "runIf: " + ex.getMessage();
			}
		}
		if (skipped || failure != null) {
			State end = skipped ? State.SKIPPED : settings.allowFailure() ? State.WARNING : State.FAILED;
			publish(TaskRuns.withoutRun(this.transition.requireExecution(), path, child.node(), end, failure,
					this.now));
			ended(parent, child, path, end, failure);
		}
		else if (child.node().control() == null) {
			Run run = new Run(parent.path, child.node().ordinal(),
					TaskRuns.created(this.transition.requireExecution(), path, child.node(), this.now));
			this.transition.put(run);
			this.runs.dispatch(run);
		}
		else {
			begin(new Scope(path, parent.path, child.node().ordinal(), child.index(), begin.item(), this.now),
					settings);
		}
	}

	private void begin(Scope scope, Settings settings) {
		this.transition.put(scope);
		if (settings.timeout() != null) {
			scope.timesOutAt = this.now.plus(settings.timeout());
			this.transition.effect(
					new Effect.SetTimer(new Timer(Timer.Kind.TIMEOUT, scope.path, scope.attempt), scope.timesOutAt));
		}
		this.agenda.add(scope);
	}

	/** Whether there may be more to do at once. */
	private boolean leave(Scope scope) {
		Node node = node(scope);
		if (scope.phase == Phase.BODY && scope.failed && !scope.killed && !node.errors().isEmpty()) {
			scope.enter(Phase.ERRORS);
			return true;
		}
		if (scope.phase != Phase.FINALLY && !node.finals().isEmpty()) {
			scope.enter(Phase.FINALLY);
			return true;
		}
		finish(scope, node.settings());
		return false;
	}

	private void finish(Scope scope, Settings settings) {
		cancelTimeout(scope);
		State end = scope.killed ? State.KILLED
				: scope.failed ? State.FAILED : scope.warned ? State.WARNING : State.SUCCESS;
		if (end == State.FAILED && settings.retry() != null && settings.retry().permitsAnother(scope.attempt)) {
			scope.state = State.RETRYING;
			scope.waitsUntil = this.now.plus(settings.retry().delayAfter(scope.attempt));
			this.transition.effect(new Effect.SetTimer(new Timer(Timer.Kind.SCOPE_RETRY, scope.path, scope.attempt),
					scope.waitsUntil));
			return;
		}
		end(scope, (end == State.FAILED && settings.allowFailure()) ? State.WARNING : end);
	}

	private void end(Scope scope, State decided) {
		this.transition.removeScope(scope.path);
		State end = (scope.parent != null) ? handOver(scope, this.transition.parent(scope.parent), decided) : decided;
		scope.state = end;
		this.kept.forget(scope);
		if (scope.parent == null) {
			this.transition.execution(Executions.ended(this.transition.requireExecution(), end, scope.error, this.now));
			return;
		}
		if (scope.index < 0) {
			publish(TaskRuns.scope(this.transition.requireExecution(), scope, node(scope), end, scope.error, this.now));
		}
		ended(this.transition.parent(scope.parent), new Child(node(scope), scope.index), scope.path, end, scope.error);
	}

	/** The end of a scope, once the scope around it has what it needs of it. */
	private State handOver(Scope scope, Scope parent, State decided) {
		String refusal = this.kept.handOver(scope, parent, this.plan);
		if (refusal != null) {
			scope.error = refusal;
			return (decided == State.KILLED) ? decided : State.FAILED;
		}
		Control control = node(parent).control();
		if (scope.index >= 0 && control != null && (decided == State.SUCCESS || decided == State.WARNING)) {
			try {
				control.iterationEnded(node(parent), parent, scope, this.expressions);
			}
			catch (ExpressionFailure ex) {
				parent.fail(ex.getMessage());
				parent.phaseFailed = true;
			}
		}
		return decided;
	}

	/** A child is over, and its entry gone. */
	void ended(Scope parent, Child child, String path, State end, @Nullable String error) {
		this.budget--;
		parent.active--;
		switch (end) {
			case FAILED -> {
				parent.fail("Task '%s' failed: %s".formatted(child.node().id(),
						Objects.requireNonNullElse(error, "no reason given")));
				parent.phaseFailed |= parent.phase != Phase.BODY || node(parent).settings().failFast();
			}
			// where the scope's time was over, its children were killed for that
			case KILLED -> killed(parent, child, error);
			case WARNING -> parent.warned = true;
			default -> {
			}
		}
		Control control = node(parent).control();
		if (parent.phase == Phase.BODY && control != null && end != State.FAILED && end != State.KILLED) {
			control.childEnded(node(parent), parent, child);
		}
		this.agenda.add(parent);
	}

	private void killed(Scope parent, Child child, @Nullable String error) {
		if (!parent.stopped) {
			parent.killed = true;
			if (error != null && parent.error == null && !this.transition.requireExecution().killRequested()) {
				parent.error = "Task '%s' ended as KILLED: %s".formatted(child.node().id(), error);
			}
		}
	}

	/** Ends a scope early: its finally runs, and nothing else begins. */
	private void stop(Scope scope) {
		scope.killed = true;
		if (scope.state == State.RETRYING) {
			cancelWait(scope, Timer.Kind.SCOPE_RETRY, scope.attempt);
			end(scope, State.KILLED);
		}
		else if (scope.phase != Phase.FINALLY && !scope.stopped) {
			stopPhase(scope);
		}
	}

	private void stopPhase(Scope scope) {
		scope.stopped = true;
		scope.stopCursor = 0;
		if (scope.waiting) {
			cancelWait(scope, Timer.Kind.WAIT, scope.waits);
			scope.waiting = false;
			this.pauses.over(scope);
		}
		this.agenda.add(scope);
	}

	/** Stops one of the children. */
	private boolean stopNext(Scope scope) {
		Node node = node(scope);
		Control body = (scope.phase == Phase.BODY) ? node.control() : null;
		int begun = (body != null) ? body.begun(node, scope) : Math.min(scope.cursor, 1);
		if (scope.active == 0 || scope.stopCursor >= begun) {
			scope.stopCursor = -1;
			return true;
		}
		this.budget--;
		int next = scope.stopCursor++;
		String path = scope.path((body != null) ? body.child(node, scope, next)
				: new Child(node.list(scope.phase).get(scope.cursor - 1)));
		Run run = this.transition.run(path);
		Scope child = (run == null) ? this.transition.scope(path) : null;
		if (run != null) {
			this.runs.stop(run);
		}
		else if (child != null) {
			stop(child);
		}
		return true;
	}

	private void cancelWait(Scope scope, Timer.Kind kind, int number) {
		if (scope.waitsUntil != null) {
			this.transition.effect(new Effect.CancelTimer(new Timer(kind, scope.path, number), scope.waitsUntil));
			scope.waitsUntil = null;
		}
	}

	private void cancelTimeout(Scope scope) {
		if (scope.timesOutAt != null) {
			this.transition.effect(
					new Effect.CancelTimer(new Timer(Timer.Kind.TIMEOUT, scope.path, scope.attempt), scope.timesOutAt));
			scope.timesOutAt = null;
		}
	}

	private void publish(TaskRun document) {
		this.transition.effect(new Effect.Publish(document));
	}

	private Node node(Scope scope) {
		return this.plan.node(scope.node);
	}

}
