package io.windhover.execution.machine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.KeptResult;
import io.windhover.execution.ParentTask;
import io.windhover.execution.Rerun;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.json.Json;
import io.windhover.execution.plan.LoopOutputs;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.StateSize;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import io.windhover.execution.tree.Tree;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An executor with a store, and workers around it that start, end, lose and repeat things
 * in any order.
 */
public final class Simulation implements Tree {

	private static final JsonMapper JSON = Json.mapper();

	private final Plan plan;

	private final Script script;

	private final Random random;

	private final Map<String, Scope> scopes = new HashMap<>();

	private final Map<String, Run> runs = new HashMap<>();

	private final Map<Timer, Instant> timers = new HashMap<>();

	/** The last state of each task run. */
	private final Map<String, TaskRun> taskRuns = new HashMap<>();

	/** Outputs and items that have entries of their own. */
	private final Set<String> kept = new HashSet<>();

	private final Deque<Event> continues = new ArrayDeque<>();

	/** What workers wrote and the executor has not read. */
	private final List<Event> reports = new ArrayList<>();

	private final List<Event> past = new ArrayList<>();

	/** Ends in their order; a path that ends twice fails at once. */
	public final Map<String, State> ends = new HashMap<>();

	/** The paths of what another execution ran. */
	private final Set<String> results;

	/** What was handed to workers, with the failures before. */
	private final Set<String> dispatched = new HashSet<>();

	/** Where the topic of the workers was missing. */
	private final Map<Timer, Instant> putOff = new LinkedHashMap<>();

	/** The jobs that workers can have got, with the version of their task run. */
	private final Set<String> sent = new HashSet<>();

	/** Those of them that it made its own. */
	public final Set<String> keptPaths = new HashSet<>();

	/** The subflows that have not ended, or whose end is not read, by their ids. */
	private final Map<String, ParentTask> subflows = new TreeMap<>();

	private final Set<String> started = new HashSet<>();

	private final Set<String> killedSubflows = new HashSet<>();

	private final SeenOutputs seen;

	private @Nullable Execution execution;

	private Instant now = Instant.parse("2030-01-01T00:00:00Z");

	private int workers;

	private final int budget;

	/** Whether each entry is read from its bytes, which takes long. */
	private final boolean stores;

	public int most;

	public Simulation(Plan plan, Script script, Random random) {
		this(plan, script, random, Set.of());
	}

	public Simulation(Plan plan, Script script, Random random, Set<String> results) {
		this.plan = plan;
		this.seen = new SeenOutputs(plan);
		this.results = results;
		this.script = script;
		this.random = random;
		this.stores = random.nextInt(20) == 0;
		this.budget = random.nextBoolean() ? 1 + random.nextInt(8) : ExecutionMachine.BUDGET;
	}

	@Override
	public @Nullable Execution execution() {
		return this.execution;
	}

	@Override
	public @Nullable Scope scope(String path) {
		Scope scope = this.scopes.get(path);
		if (scope == null) {
			return null;
		}
		return this.stores ? JSON.readValue(JSON.writeValueAsBytes(scope), Scope.class) : scope.copy();
	}

	@Override
	public @Nullable Run run(String path) {
		Run run = this.runs.get(path);
		if (run == null) {
			return null;
		}
		return this.stores ? JSON.readValue(JSON.writeValueAsBytes(run), Run.class) : run.copy();
	}

	@Override
	public @Nullable KeptResult kept(Rerun rerun, String path) {
		int size = Math.floorMod(path.hashCode(), 2 * KeptOutputs.SMALL);
		return this.results.contains(path)
				? new KeptResult((size > KeptOutputs.SMALL / 2) ? Map.of("value", path) : null, size) : null;
	}

	@Override
	public StateSize size() {
		long kept = this.scopes.values().stream().mapToLong(Scope::keptSize).sum();
		return new StateSize(kept + (long) StateSize.NODE * (this.scopes.size() + this.runs.size()), Long.MAX_VALUE);
	}

	private boolean isHeld() {
		return Objects.requireNonNull(this.execution).onHold();
	}

	public boolean hasEnded() {
		return this.execution != null && this.execution.state().isTerminal();
	}

	public State end() {
		return Objects.requireNonNull(this.execution).state();
	}

	/** Whether there is nothing left of it but its end. */
	public void assertNothingIsLeft() {
		assertThat(Objects.requireNonNull(this.execution).taskRuns()).as("documents").isEqualTo(this.ends.size());
		assertThat(this.scopes).as("scopes").isEmpty();
		assertThat(this.runs).as("task runs").isEmpty();
		assertThat(this.subflows).as("subflows").isEmpty();
		assertThat(this.timers).as("timers").isEmpty();
		assertThat(this.continues).as("continuations").isEmpty();
		assertThat(this.kept).as("outputs and items").isEmpty();
		assertThat(this.taskRuns.values()).as("task runs").allMatch((taskRun) -> taskRun.state().isTerminal());
	}

	public void apply(Event event) {
		this.now = this.now.plusMillis(1);
		Transition transition = decide(event);
		Invariants.ofDecision(this, event, transition, decide(event));
		this.execution = transition.execution();
		if (transition.stale() == null) {
			transition.scopes().forEach((scope) -> this.scopes.put(scope.path, scope));
			transition.runs().forEach(this::put);
			transition.removedScopes()
				.forEach((path) -> assertThat(this.scopes.remove(path)).as("was there: %s", path).isNotNull());
			transition.removedRuns()
				.forEach((path) -> assertThat(this.runs.remove(path)).as("was there: %s", path).isNotNull());
		}
		this.seen.follow(event, transition);
		transition.runs().stream().filter((run) -> run.state() == State.QUEUED).forEach(this::assertSeen);
		this.most = Math.max(this.most, transition.effects().size());
		transition.effects().forEach(this::carryOut);
		if (!(event instanceof Event.Pause) && !isOfDispatch(event)) {
			// one that comes again is another one, and a timer is taken once
			this.past.add(event);
		}
		if (event instanceof Event.SubflowEnded end && transition.stale() == null) {
			assertThat(this.subflows.values()
				.removeIf((parent) -> parent.path().equals(end.path()) && parent.attempt() == end.attempt())).isTrue();
		}
		Invariants.ofState(this.scopes, this.runs, this.timers,
				this.subflows.values().stream().map(ParentTask::path).collect(Collectors.toSet()));
		assertThat(transition.held()).as("held").isEqualTo(size().held());
	}

	/** What a task that is handed to the workers sees. */
	private void assertSeen(Run run) {
		List<Scope> around = new ArrayList<>();
		@Nullable String path = run.parent;
		while (path != null) {
			Scope scope = Objects.requireNonNull(this.scopes.get(path));
			around.add(scope);
			path = scope.parent;
		}
		assertThat(this.seen.kept(around)).as("seen by %s", run.path()).isEqualTo(this.seen.expected(around));
	}

	private static boolean isOfDispatch(Event event) {
		return event instanceof Event.Due due && due.timer().kind() == Timer.Kind.RUN_DISPATCH;
	}

	private Transition decide(Event event) {
		return ExecutionMachine.decide(this.budget, this.plan, this.script, new Transition(this, Map.of()), event,
				this.now);
	}

	private void put(Run run) {
		this.runs.put(run.path(), run);
		succeeded(run.taskRun());
	}

	private void succeeded(TaskRun taskRun) {
		TaskRun before = this.taskRuns.put(taskRun.path(), taskRun);
		if (!taskRun.equals(before)) {
			Invariants.ofSuccession(before, taskRun);
		}
	}

	private void carryOut(Effect effect) {
		if (effect instanceof Effect.SetTimer set) {
			assertThat(this.timers.put(set.timer(), set.due())).as("set twice: %s", set.timer()).isNull();
		}
		else if (effect instanceof Effect.CancelTimer cancel) {
			assertThat(this.timers.remove(cancel.timer())).as("cancelled: %s", cancel.timer()).isEqualTo(cancel.due());
		}
		else if (effect instanceof Effect.Continue rest) {
			this.continues.add(new Event.Continue(rest.path(), rest.number()));
		}
		else if (effect instanceof Effect.Publish publish && publish.document().state().isTerminal()) {
			TaskRun document = publish.document();
			assertThat(this.ends.put(document.path(), document.state())).as("ended twice: %s", document.path())
				.isNull();
			if (!document.attempts().isEmpty()) {
				succeeded(document);
			}
			if (document.kept() != null) {
				assertThat(this.results).as("kept").contains(document.path());
				this.keptPaths.add(document.path());
			}
		}
		else if (effect instanceof Effect.Dispatch dispatch) {
			// what was handed out before may be handed out again
			assertThat(isHeld() && !this.dispatched.contains(dispatch.taskRun().path() + dispatch.taskRun().failures()))
				.as("begun while paused: %s", dispatch.taskRun().path())
				.isFalse();
			this.dispatched.add(dispatch.taskRun().path() + dispatch.taskRun().failures());
			assertThat(this.results).as("not to run again").doesNotContain(dispatch.taskRun().path());
			send(dispatch.taskRun());
		}
		else if (effect instanceof Effect.StartSubflow start) {
			assertThat(isHeld()).as("begun while paused: %s", start.parent().path()).isFalse();
			assertThat(this.started.add(start.executionId())).as("started once: %s", start.parent().path()).isTrue();
			assertThat(this.results).as("not to run again").doesNotContain(start.parent().path());
			if (start.parent().waits()) {
				this.subflows.put(start.executionId(), start.parent());
			}
		}
		else if (effect instanceof Effect.KillSubflow kill) {
			assertThat(this.subflows).as("waited for").containsKey(kill.executionId());
			assertThat(this.killedSubflows.add(kill.executionId())).as("killed once").isTrue();
		}
		else if (effect instanceof Effect.KeepOutputs keep) {
			this.kept.add(keep.scope() + "/" + keep.taskId());
		}
		else if (effect instanceof Effect.KeepIteration keep) {
			this.kept.add(keep.loop() + "[" + keep.iteration().index + "]/iteration");
		}
		else if (effect instanceof Effect.KeepItems keep && !keep.items().isEmpty()) {
			this.kept.add(keep.path() + "/items");
		}
		else if (effect instanceof Effect.DropScope drop) {
			drop.scope().outputsApart.forEach((task) -> this.kept.remove(drop.scope().path + "/" + task));
			drop.scope().outputsElsewhere.forEach((task, path) -> this.kept.remove(path + "/" + task));
			this.kept.remove(drop.scope().path + "/items");
			drop.scope().lists.values().forEach((loop) -> dropIterations(loop));
		}
		else if (effect instanceof Effect.StopAttempt stop) {
			// the worker says that the attempt was killed, or that it had ended before
			String path = stop.taskRunId().substring(2);
			State end = switch (this.random.nextInt(6)) {
				case 0 -> State.SUCCESS;
				case 1 -> State.FAILED;
				default -> State.KILLED;
			};
			this.reports.add(ended(path, stop.attempt(), stop.worker(), end));
		}
	}

	/** The topic of its workers may be missing. */
	private void send(TaskRun taskRun) {
		if (this.random.nextInt(10) == 0) {
			assertThat(this.putOff.put(Timer.ofDispatch(taskRun), this.now)).as("put off twice").isNull();
		}
		else {
			assertThat(this.sent.add(taskRun.path() + " " + taskRun.version())).as("sent once: %s", taskRun).isTrue();
		}
	}

	private void dropIterations(LoopOutputs loop) {
		for (int i = 0; i < loop.size(); i++) {
			this.kept.remove(loop.path() + "[" + i + "]/iteration");
		}
	}

	private Event ended(String path, int attempt, InstanceRef worker, State end) {
		boolean outputs = end == State.SUCCESS && this.random.nextBoolean();
		return new Event.Reported(path, new TaskResult.Ended("e", "e." + path, attempt, worker, this.now, end,
				outputs ? Map.of("value", path) : null, outputs ? this.random.nextInt(2 * KeptOutputs.SMALL) : 0,
				List.of(), (end == State.FAILED) ? "exit code 1" : null, null, null, null));
	}

	/** Lets one thing happen, if there is any. */
	public boolean step(boolean losses, boolean timeouts) {
		if (this.random.nextInt(10) == 0 && !this.past.isEmpty()) {
			apply(this.past.get(this.random.nextInt(this.past.size())));
			return true;
		}
		List<Runnable> possible = new ArrayList<>();
		if (!this.continues.isEmpty()) {
			possible.add(() -> apply(this.continues.remove()));
		}
		if (!this.reports.isEmpty()) {
			possible.add(() -> apply(this.reports.remove(this.random.nextInt(this.reports.size()))));
		}
		this.runs.values().forEach((run) -> possible.add(() -> work(run.copy(), losses)));
		this.scopes.values()
			.stream()
			.filter((scope) -> scope.state == State.PAUSED)
			.forEach((scope) -> possible.add(() -> apply(new Event.Resume(scope.path))));
		this.subflows.forEach((id, parent) -> possible.add(() -> apply(ended(id, parent))));
		this.putOff.keySet().forEach((timer) -> possible.add(() -> again(timer)));
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

	/** One that is killed may have ended before. */
	private Event ended(String id, ParentTask parent) {
		Scope scope = Objects.requireNonNull(this.scopes.get(parent.path()));
		boolean killed = this.killedSubflows.contains(id);
		assertThat(killed).as("told of the kill").isEqualTo(scope.stopped);
		State end = (killed && this.random.nextBoolean()) ? State.KILLED : this.script.subflow(Script.prefix(scope));
		return new Event.SubflowEnded(
				parent.path(), parent.attempt(), end, this.random.nextBoolean()
						? Map.of("value", "x".repeat(this.random.nextInt(2 * KeptOutputs.SMALL))) : null,
				(end == State.FAILED) ? "no luck" : null);
	}

	private void again(Timer timer) {
		this.putOff.remove(timer);
		apply(new Event.Due(timer));
	}

	private void due(Timer timer) {
		Instant due = this.timers.remove(timer);
		this.now = this.now.isBefore(due) && timer.kind() != Timer.Kind.TIMEOUT ? due : this.now;
		apply(new Event.Due(timer));
	}

	private void work(Run run, boolean losses) {
		TaskRun taskRun = run.taskRun();
		InstanceRef worker = (run.worker() != null) ? run.worker() : worker();
		if (run.state() == State.QUEUED) {
			queued(run, taskRun, worker);
		}
		else if (run.state() == State.RUNNING) {
			running(run, taskRun, worker, losses || this.plan.node(run.node).settings().retryOnLoss());
		}
	}

	private InstanceRef worker() {
		return new InstanceRef("worker-" + this.workers++ % 3, "life");
	}

	private void queued(Run run, TaskRun taskRun, InstanceRef worker) {
		if (this.putOff.containsKey(Timer.ofDispatch(taskRun))) {
			// no worker can have it
			apply(new Event.Unclaimed(run.path(), taskRun.attempt(), taskRun.queuedAt()));
			return;
		}
		switch (this.random.nextInt(10)) {
			case 0, 1, 2, 3, 4 -> apply(started(run, worker));
			// a job that is delivered again to another, before the first one's start is
			// read
			case 5 -> {
				this.reports.add(started(run, worker()));
				apply(started(run, worker));
			}
			case 6 -> apply(returned(run, worker));
			case 7 -> apply(new Event.Unclaimed(run.path(), taskRun.attempt(), taskRun.queuedAt()));
			default -> apply(outcome(run, worker));
		}
	}

	private void running(Run run, TaskRun taskRun, InstanceRef worker, boolean mayLose) {
		int chance = this.random.nextInt(10);
		if (chance < 2 && mayLose) {
			if (this.random.nextBoolean()) {
				// it was only frozen, and what it comes to arrives late
				this.reports.add(outcome(run, worker));
			}
			apply(new Event.WorkerLost(run.path(), taskRun.attempt(), worker));
		}
		else if (chance == 2 && mayLose) {
			apply(returned(run, worker));
		}
		else if (chance == 3) {
			apply(started(run, worker()));
		}
		else if (chance == 4) {
			apply(new Event.Unclaimed(run.path(), taskRun.attempt(), taskRun.queuedAt()));
		}
		else {
			apply(outcome(run, worker));
		}
	}

	private Event started(Run run, InstanceRef worker) {
		return new Event.Reported(run.path(),
				new TaskResult.Started("e", run.taskRun().id(), run.attempt(), worker, this.now));
	}

	private Event returned(Run run, InstanceRef worker) {
		return new Event.Reported(run.path(), new TaskResult.Returned("e", run.taskRun().id(), run.attempt(), worker,
				this.now, run.taskRun().queuedAt(), "shutdown"));
	}

	private Event outcome(Run run, InstanceRef worker) {
		return ended(run.path(), run.attempt(), worker,
				this.script.fails(run.path(), run.taskRun().failures()) ? State.FAILED : State.SUCCESS);
	}

}
