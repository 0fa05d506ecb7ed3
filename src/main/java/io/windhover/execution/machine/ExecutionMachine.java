package io.windhover.execution.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.Execution;
import io.windhover.execution.KeptResult;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Child;
import io.windhover.execution.plan.Control;
import io.windhover.execution.plan.Expressions;
import io.windhover.execution.plan.Next;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Node.Settings;
import io.windhover.execution.plan.Phase;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.TaskRuns;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.execution.tree.RenderedLabels;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.StaleReason;
import io.windhover.execution.tree.StateSize;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import io.windhover.execution.tree.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from an event of one execution: a pure function of the tree, the
 * event and the time. It does a bounded amount of work for an event; the rest comes as
 * events of its own.
 */
public final class ExecutionMachine {

	/** Children begun, stopped or ended for one event. */
	static final int BUDGET = 256;

	/**
	 * What a subflow takes of it, also one that is refused then: its inputs are made
	 * within the event.
	 */
	private static final int SUBFLOW = 16;

	/** Bytes of JSON of those that are templates. */
	private static final int MOST_LABELS = 16_384;

	private final Plan plan;

	private final Expressions expressions;

	private final Transition transition;

	private final Instant now;

	private final RunEvents runs;

	private final ScopeEvents scopes;

	private final ScopeEnds ends;

	private final ScopeTimers timers;

	private final Pauses pauses;

	private final Subflows subflows;

	private final KeptOutputs kept;

	private final KeptRuns keptRuns;

	private final Directories directories;

	private final Set<Scope> agenda = new LinkedHashSet<>();

	private int budget;

	private ExecutionMachine(int budget, Plan plan, Expressions expressions, Transition transition, Instant now) {
		this.budget = budget;
		this.plan = plan;
		this.expressions = expressions;
		this.transition = transition;
		this.now = now;
		this.kept = new KeptOutputs(transition);
		this.directories = new Directories(transition, plan);
		this.pauses = new Pauses(transition, this.kept, plan, now);
		this.subflows = new Subflows(transition, plan);
		this.timers = new ScopeTimers(transition, now);
		this.ends = new ScopeEnds(this, transition, plan, expressions, this.kept, this.timers, now);
		this.keptRuns = new KeptRuns(this.ends, transition, this.kept, plan, now);
		this.runs = new RunEvents(this.ends, transition, plan, expressions, now);
		this.scopes = new ScopeEvents(this, transition, plan, this.pauses, this.timers, this.subflows);
	}

	/**
	 * Decides.
	 * @param now the time that changes are marked with
	 */
	public static Transition decide(Plan plan, ExpressionEvaluator evaluator, Tree tree, Event event, Instant now) {
		Transition transition = new Transition(tree, plan.variables());
		return decide(BUDGET, plan, new BoundExpressions(evaluator, transition), transition, event, now);
	}

	/**
	 * An execution with the labels that are templates, but not those that were given for
	 * it; one whose value is null is left out.
	 * @throws ExpressionFailure when one cannot be evaluated or is no text, or they are
	 * too large
	 */
	public static Execution labelled(Plan plan, ExpressionEvaluator evaluator, Tree tree, Execution created,
			Instant now) {
		Map<String, Object> templates = new LinkedHashMap<>(plan.labels());
		templates.keySet().removeAll(created.labels().keySet());
		if (templates.isEmpty()) {
			return created;
		}
		Transition transition = new Transition(tree, plan.variables());
		Map<String, String> labels = new LinkedHashMap<>(created.labels());
		RenderedLabels.add(evaluator.outputs(created, transition, rootScope(now), templates, MOST_LABELS), labels,
				"'%s'");
		return created.withLabels(labels);
	}

	private static Scope rootScope(Instant now) {
		return new Scope("", null, 0, -1, null, now);
	}

	/**
	 * Decides with a budget and a transition of the caller.
	 * @param budget of children begun, stopped or ended
	 * @param now the time that changes are marked with
	 */
	public static Transition decide(int budget, Plan plan, Expressions expressions, Transition transition, Event event,
			Instant now) {
		ExecutionMachine machine = new ExecutionMachine(budget, plan, expressions, transition, now);
		StaleReason stale = machine.apply(event);
		machine.work();
		return (stale != null) ? machine.transition.stale(stale) : machine.transition;
	}

	private @Nullable StaleReason apply(Event event) {
		Execution execution = this.transition.execution();
		if (event instanceof Event.Create create) {
			return (execution == null) ? create(create.execution()) : StaleReason.EXECUTION_EXISTS;
		}
		if (execution == null) {
			return this.runs.unknown(event);
		}
		return this.scopes.concerns(event) ? this.scopes.apply(event, execution) : this.runs.apply(event);
	}

	private @Nullable StaleReason create(Execution created) {
		this.transition.execution(Executions.started(created, this.now));
		Scope root = rootScope(this.now);
		begin(root, this.plan.root().settings());
		Duration longest = this.plan.expectations().maxDuration();
		if (longest != null) {
			this.timers.setMaxDuration(root, longest);
		}
		return null;
	}

	/** One more child was begun, stopped or ended. */
	void spend() {
		this.budget--;
	}

	/** A scope may have something to do. */
	void queue(Scope scope) {
		this.agenda.add(scope);
	}

	private void work() {
		while (!this.agenda.isEmpty()) {
			Scope next = this.agenda.iterator().next();
			this.agenda.remove(next);
			advance(next);
		}
	}

	private void advance(Scope scope) {
		if (scope.continuing || scope.state.isTerminal() || scope.state == State.RETRYING) {
			return;
		}
		boolean more = true;
		while (more) {
			if (scope.stopCursor < 0 && this.transition.requireExecution().onHold()) {
				return;
			}
			if (this.budget <= 0) {
				scope.continuing = true;
				scope.continuations++;
				this.transition.effect(new Effect.Continue(scope.path, scope.continuations));
				return;
			}
			more = (scope.stopCursor >= 0) ? stopNext(scope) : (scope.waking > 0) ? wakeNext(scope) : step(scope);
		}
	}

	/** Whether there may be more to do at once. */
	private boolean step(Scope scope) {
		if (mayBegin(scope) && !mustWait(scope)) {
			Next next = next(scope);
			if (next instanceof Next.Begin begin) {
				begin(scope, begin);
				return true;
			}
			if (next instanceof Next.Wait wait) {
				return await(scope, wait);
			}
			if (next instanceof Next.Start start) {
				this.subflows.start(scope, start);
				return true;
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

	/**
	 * While the execution holds as much as it may, no iteration begins beside others of
	 * its loop: the end of each gives room, and the loop goes on with it. Branches do not
	 * wait, since one may be there for another to end; the flow bounds their number.
	 */
	private boolean mustWait(Scope scope) {
		return scope.active > 0 && node(scope).isLoop() && !this.transition.hasRoom(StateSize.NODE);
	}

	private Next next(Scope scope) {
		Node node = node(scope);
		Control control = node.control();
		if (scope.waiting) {
			return Next.WAIT;
		}
		if (node.isSubflow() && scope.phase == Phase.BODY && scope.cursor == 0) {
			this.budget -= SUBFLOW;
		}
		boolean hadItems = scope.items != null;
		try {
			Next next = (scope.phase == Phase.BODY && control != null) ? control.next(node, scope, this.expressions)
					: Control.inOrder(node.list(scope.phase), scope);
			String refusal = (scope.items != null && !hadItems) ? this.kept.keepItems(scope, scope.items) : null;
			return (refusal == null) ? next : withoutItems(scope, refusal);
		}
		catch (ExpressionFailure ex) {
			return new Next.Fail(String.valueOf(ex.getMessage()));
		}
	}

	private static Next withoutItems(Scope loop, String refusal) {
		loop.items = null;
		loop.total = 0;
		loop.cursor = 0;
		return new Next.Fail(refusal);
	}

	/** Whether there is nothing to wait for. */
	private boolean await(Scope scope, Next.Wait wait) {
		if (wait.delay() == null && !wait.paused()) {
			return false;
		}
		if (!wait.paused() && this.keptRuns.hasNext(scope, node(scope))) {
			scope.waited = true;
			return true;
		}
		if (!scope.waiting) {
			scope.waiting = true;
			scope.waits++;
			if (wait.paused()) {
				this.pauses.begin(scope, node(scope));
			}
			if (wait.delay() != null) {
				this.timers.set(scope, Timer.Kind.WAIT, scope.waits, wait.delay());
			}
		}
		return false;
	}

	private void begin(Scope parent, Next.Begin begin) {
		spend();
		parent.active++;
		Child child = begin.child();
		Settings settings = child.node().settings();
		String path = parent.path(child);
		String failure = null;
		boolean skipped = settings.disabled();
		if (!skipped && settings.runIf() != null) {
			try {
				skipped = !this.expressions.test(parent, child.node(), "runIf", settings.runIf());
			}
			catch (ExpressionFailure ex) {
				failure = ex.getMessage();
			}
		}
		if (skipped || failure != null) {
			endWithoutRun(parent, child, failure);
			return;
		}
		KeptResult kept = this.keptRuns.find(path, child.node());
		if (kept != null) {
			this.keptRuns.end(parent, child, path, kept);
		}
		else if (child.node().control() == null) {
			beginRun(parent, child);
		}
		else {
			Scope scope = new Scope(path, parent.path, child.node().ordinal(), child.index(), begin.item(), this.now);
			this.directories.begins(scope);
			begin(scope, settings);
		}
	}

	private void beginRun(Scope parent, Child child) {
		String refusal = this.runs.refusal(parent.path, child.node());
		if (refusal != null) {
			endWithoutRun(parent, child, refusal);
			return;
		}
		Run run = new Run(parent.path, child.node().ordinal(),
				TaskRuns.created(this.transition.requireExecution(), parent.path(child), child.node(), this.now));
		this.transition.put(run);
		this.runs.dispatch(run);
	}

	/**
	 * Ends a child that does not run.
	 * @param failure why it cannot; null when it is skipped
	 */
	private void endWithoutRun(Scope parent, Child child, @Nullable String failure) {
		State end = (failure == null) ? State.SKIPPED
				: child.node().settings().allowFailure() ? State.WARNING : State.FAILED;
		publish(TaskRuns.withoutRun(this.transition.requireExecution(), parent.path(child), child.node(), end, failure,
				this.now));
		this.ends.ended(parent, child, end, failure, parent.path(child));
	}

	/** Begins a scope, or its next attempt. */
	void begin(Scope scope, Settings settings) {
		this.transition.put(scope);
		if (settings.timeout() != null) {
			this.timers.setTimeout(scope, settings.timeout());
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
		this.ends.finish(scope, node.settings());
		return false;
	}

	/** Ends a scope early: its finally runs, and nothing else begins. */
	void stop(Scope scope) {
		scope.killed = true;
		if (scope.state == State.RETRYING) {
			this.timers.cancel(scope, Timer.Kind.SCOPE_RETRY, scope.attempt);
			this.ends.end(scope, State.KILLED);
		}
		else if (scope.phase != Phase.FINALLY && !scope.stopped) {
			stopPhase(scope);
		}
		else {
			// the kill also ended a pause of the execution
			wake(scope);
		}
	}

	/** What runs in it ends, and nothing else of its body and its errors begins. */
	void stopPhase(Scope scope) {
		this.subflows.kill(scope);
		scope.stopped = true;
		scope.stopCursor = 0;
		scope.waking = 0;
		if (scope.waiting) {
			this.timers.cancel(scope, Timer.Kind.WAIT, scope.waits);
			scope.waiting = false;
			this.pauses.over(scope);
		}
		this.agenda.add(scope);
	}

	/** Stops one of the children. */
	private boolean stopNext(Scope scope) {
		if (scope.active == 0 || scope.stopCursor >= begun(scope)) {
			scope.stopCursor = -1;
			return true;
		}
		spend();
		String path = begun(scope, scope.stopCursor++);
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

	/** The pause of the execution is over: what waited for that goes on. */
	void wake(Scope scope) {
		if (scope.state != State.RETRYING) {
			scope.waking = 1;
			this.agenda.add(scope);
		}
		else if (scope.waitsUntil == null) {
			again(scope);
		}
	}

	/** Begins the next attempt of a scope. */
	void again(Scope scope) {
		this.kept.forget(scope);
		this.directories.beginsAgain(scope);
		scope.again();
		begin(scope, node(scope).settings());
	}

	/** Wakes one of the children. */
	private boolean wakeNext(Scope scope) {
		if (scope.active == 0 || scope.waking > begun(scope)) {
			scope.waking = 0;
			return true;
		}
		spend();
		String path = begun(scope, scope.waking++ - 1);
		Run run = this.transition.run(path);
		Scope child = (run == null) ? this.transition.scope(path) : null;
		if (run != null) {
			this.runs.wake(run);
		}
		else if (child != null) {
			wake(child);
		}
		return true;
	}

	/** How many children of the phase may run. */
	private int begun(Scope scope) {
		Node node = node(scope);
		Control body = (scope.phase == Phase.BODY) ? node.control() : null;
		return (body != null) ? body.begun(node, scope) : Math.min(scope.cursor, 1);
	}

	/** The path of one of them. */
	private String begun(Scope scope, int i) {
		Node node = node(scope);
		Control body = (scope.phase == Phase.BODY) ? node.control() : null;
		return scope.path(
				(body != null) ? body.child(node, scope, i) : new Child(node.list(scope.phase).get(scope.cursor - 1)));
	}

	private void publish(TaskRun document) {
		this.transition.effect(new Effect.Publish(document));
	}

	private Node node(Scope scope) {
		return this.plan.node(scope.node);
	}

}
