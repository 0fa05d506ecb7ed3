package io.windhover.execution.machine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An executor with a store, and workers around it that start, end, lose and repeat things
 * in any order.
 */
final class Simulation implements Tree {

	private final Plan plan;

	private final Script script;

	private final Random random;

	private final Map<String, Scope> scopes = new HashMap<>();

	private final Map<String, Run> runs = new HashMap<>();

	private final Map<Timer, Instant> timers = new HashMap<>();

	private final Deque<Event> continues = new ArrayDeque<>();

	private final List<Event> jobs = new ArrayList<>();

	private final List<Event> past = new ArrayList<>();

	/** Ends in their order; a path that ends twice fails at once. */
	final Map<String, State> ends = new HashMap<>();

	private @Nullable Execution execution;

	private Instant now = Instant.parse("2030-01-01T00:00:00Z");

	private int workers;

	private final int budget;

	int most;

	Simulation(Plan plan, Script script, Random random) {
		this.plan = plan;
		this.script = script;
		this.random = random;
		this.budget = random.nextBoolean() ? 1 + random.nextInt(8) : ExecutionMachine.BUDGET;
	}

	@Override
	public @Nullable Execution execution() {
		return this.execution;
	}

	@Override
	public @Nullable Scope scope(String path) {
		Scope scope = this.scopes.get(path);
		return (scope != null) ? scope.copy() : null;
	}

	@Override
	public @Nullable Run run(String path) {
		Run run = this.runs.get(path);
		return (run != null) ? run.copy() : null;
	}

	boolean hasEnded() {
		return this.execution != null && this.execution.state().isTerminal();
	}

	State end() {
		return Objects.requireNonNull(this.execution).state();
	}

	/** Whether there is nothing left of it but its end. */
	void assertNothingIsLeft() {
		assertThat(this.scopes).as("scopes").isEmpty();
		assertThat(this.runs).as("task runs").isEmpty();
		assertThat(this.timers).as("timers").isEmpty();
		assertThat(this.continues).as("continuations").isEmpty();
	}

	void apply(Event event) {
		this.now = this.now.plusMillis(1);
		Transition transition = ExecutionMachine.decide(this.budget, this.plan, this.script, new Transition(this),
				event, this.now);
		this.execution = transition.execution();
		if (transition.stale() == null) {
			transition.scopes().forEach((scope) -> this.scopes.put(scope.path, scope));
			transition.runs().forEach((run) -> this.runs.put(run.path(), run));
			transition.removedScopes()
				.forEach((path) -> assertThat(this.scopes.remove(path)).as("was there: " + path).isNotNull());
			transition.removedRuns()
				.forEach((path) -> assertThat(this.runs.remove(path)).as("was there: " + path).isNotNull());
		}
		this.most = Math.max(this.most, transition.effects().size());
		transition.effects().forEach(this::carryOut);
		this.past.add(event);
	}

	private void carryOut(Effect effect) {
		if (effect instanceof Effect.SetTimer set) {
			assertThat(this.timers.put(set.timer(), set.due())).as("set twice: " + set.timer()).isNull();
		}
		else if (effect instanceof Effect.CancelTimer cancel) {
			assertThat(this.timers.remove(cancel.timer())).as("cancelled: " + cancel.timer()).isEqualTo(cancel.due());
		}
		else if (effect instanceof Effect.Continue rest) {
			this.continues.add(new Event.Continue(rest.path(), rest.number()));
		}
		else if (effect instanceof Effect.Publish publish && publish.document().state().isTerminal()) {
			TaskRun document = publish.document();
			assertThat(this.ends.put(document.path(), document.state())).as("ended twice: " + document.path()).isNull();
		}
		else if (effect instanceof Effect.StopAttempt stop) {
			// the worker says that the attempt was killed, or that it had ended before
			String path = stop.taskRunId().substring(2);
			State end = (this.random.nextInt(4) == 0) ? State.SUCCESS : State.KILLED;
			this.jobs.add(ended(path, stop.attempt(), stop.worker(), end));
		}
	}

	private Event ended(String path, int attempt, InstanceRef worker, State end) {
		return new Event.Reported(path, new TaskResult.Ended("e", "e." + path, attempt, worker, this.now, end, null, 0,
				List.of(), (end == State.FAILED) ? "exit code 1" : null));
	}

	/** Lets one thing happen, if there is any. */
	boolean step(boolean losses, boolean timeouts) {
		if (this.random.nextInt(10) == 0 && !this.past.isEmpty()) {
			apply(this.past.get(this.random.nextInt(this.past.size())));
			return true;
		}
		List<Runnable> possible = new ArrayList<>();
		if (!this.continues.isEmpty()) {
			possible.add(() -> apply(this.continues.remove()));
		}
		if (!this.jobs.isEmpty()) {
			possible.add(() -> apply(this.jobs.remove(this.random.nextInt(this.jobs.size()))));
		}
		this.runs.values().stream().map(Run::copy).forEach((run) -> possible.add(() -> work(run, losses)));
		this.scopes.values()
			.stream()
			.filter((scope) -> scope.state == State.PAUSED)
			.forEach((scope) -> possible.add(() -> apply(new Event.Resume(scope.path))));
		this.timers.keySet()
			.stream()
			.filter((timer) -> timeouts || timer.kind() != Timer.Kind.TIMEOUT)
			.forEach((timer) -> possible.add(() -> due(timer)));
		if (possible.isEmpty()) {
			return false;
		}
		possible.get(this.random.nextInt(possible.size())).run();
		return true;
	}

	private void due(Timer timer) {
		Instant due = this.timers.remove(timer);
		this.now = this.now.isBefore(due) && timer.kind() != Timer.Kind.TIMEOUT ? due : this.now;
		apply(new Event.Due(timer));
	}

	private void work(Run run, boolean losses) {
		TaskRun taskRun = run.taskRun();
		String path = run.path();
		InstanceRef worker = (run.worker() != null) ? run.worker()
				: new InstanceRef("worker-" + this.workers++ % 3, "life");
		boolean mayLose = losses || this.plan.node(run.node).settings().retryOnLoss();
		int chance = this.random.nextInt(10);
		if (run.state() == State.QUEUED && chance < 6) {
			apply(new Event.Reported(path,
					new TaskResult.Started("e", "e." + path, taskRun.attempt(), worker, this.now)));
		}
		else if (run.state() == State.QUEUED && chance < 8) {
			apply((chance == 6)
					? new Event.Reported(path,
							new TaskResult.Returned("e", "e." + path, taskRun.attempt(), worker, this.now,
									taskRun.queuedAt(), "shutdown"))
					: new Event.Unclaimed(path, taskRun.attempt(), taskRun.queuedAt()));
		}
		else if (run.state() == State.RUNNING && chance < 2 && mayLose) {
			apply(new Event.WorkerLost(path, taskRun.attempt(), worker));
		}
		else if (run.state() == State.RUNNING || run.state() == State.QUEUED) {
			apply(ended(path, taskRun.attempt(), worker,
					this.script.fails(path, taskRun.failures()) ? State.FAILED : State.SUCCESS));
		}
	}

}
