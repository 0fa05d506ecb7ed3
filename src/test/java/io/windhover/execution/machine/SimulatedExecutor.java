package io.windhover.execution.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Carries out decisions on maps, as the executor does on its stores, and checks after
 * each what must hold always.
 */
final class SimulatedExecutor {

	static final Duration UNCLAIMED_AFTER = Duration.ofHours(1);

	final Map<String, TaskRun> taskRuns = new HashMap<>();

	final Map<String, Effect.Lease> leases = new TreeMap<>();

	final TreeMap<String, Timer> timers = new TreeMap<>();

	final Set<String> outputs = new HashSet<>();

	final List<Execution> documents = new ArrayList<>();

	final Map<String, TaskRun> lastDocuments = new HashMap<>();

	private final Consumer<Effect.Dispatch> jobs;

	private final Consumer<Effect.StopAttempt> stops;

	private @Nullable Execution execution;

	private @Nullable Flow flow;

	SimulatedExecutor(Consumer<Effect.Dispatch> jobs, Consumer<Effect.StopAttempt> stops) {
		this.jobs = jobs;
		this.stops = stops;
	}

	void take(Object message, Instant now) {
		if (message instanceof ExecutionCommand command) {
			apply(null, new Event.Commanded(command), now);
		}
		else {
			TaskResult result = (TaskResult) message;
			apply(result.taskRunId(), new Event.Reported(result), now);
		}
	}

	void fireTimers(Instant now) {
		List<String> due = List.copyOf(this.timers.headMap(key(now, "", ""), false).keySet());
		for (String key : due) {
			Timer timer = Objects.requireNonNull(this.timers.remove(key));
			apply(timer.taskRunId(), timer.event(), now);
		}
	}

	void takeLeases(Predicate<InstanceRef> gone, Instant now) {
		for (Map.Entry<String, Effect.Lease> held : List.copyOf(this.leases.entrySet())) {
			Effect.Lease lease = held.getValue();
			if (gone.test(lease.worker())) {
				apply(lease.taskRun().id(), new Event.WorkerLost(lease.taskRun().attempt(), lease.worker()), now);
				this.leases.remove(held.getKey());
			}
		}
	}

	boolean isEnded() {
		return !this.documents.isEmpty() && this.execution == null;
	}

	boolean isEmpty() {
		return this.execution == null && this.flow == null && this.taskRuns.isEmpty() && this.leases.isEmpty()
				&& this.timers.isEmpty() && this.outputs.isEmpty();
	}

	private void apply(@Nullable String taskRunId, Event event, Instant now) {
		TaskRun taskRun = (taskRunId != null) ? this.taskRuns.get(taskRunId) : null;
		Situation situation = new Situation(this.execution, taskRun, (taskRunId != null) ? this.flow : null);
		Decision decision = ExecutionMachine.decide(situation, event, now);
		Invariants.ofDecision(situation, event, decision, ExecutionMachine.decide(situation, event, now));
		decision.taskRuns().forEach(this::write);
		boolean kill = false;
		for (Effect effect : decision.effects()) {
			kill |= effect instanceof Effect.KillTaskRuns;
			carryOut(effect);
		}
		if (decision.execution() != null) {
			write(decision.execution(), event);
		}
		Invariants.ofState(this);
		if (kill) {
			List.copyOf(this.taskRuns.keySet()).forEach((id) -> apply(id, new Event.TaskRunKilled(), now));
		}
	}

	private void write(TaskRun changed) {
		Invariants.ofSuccession(this.lastDocuments.put(changed.id(), changed), changed);
		if (changed.state().isTerminal()) {
			this.taskRuns.remove(changed.id());
		}
		else {
			this.taskRuns.put(changed.id(), changed);
		}
	}

	private void write(Execution changed, Event event) {
		this.documents.add(changed);
		if (changed.state().isTerminal()) {
			this.execution = null;
			this.flow = null;
			this.outputs.clear();
			return;
		}
		this.execution = changed;
		if (event instanceof Event.Commanded commanded
				&& commanded.command() instanceof ExecutionCommand.Create create) {
			this.flow = create.flow();
		}
	}

	private void carryOut(Effect effect) {
		if (effect instanceof Effect.Dispatch dispatch) {
			TaskRun taskRun = dispatch.taskRun();
			this.timers.put(key(taskRun.queuedAt().plus(UNCLAIMED_AFTER), taskRun.id(), "UNCLAIMED"),
					new Timer(taskRun.id(), new Event.Unclaimed(taskRun.attempt(), taskRun.queuedAt())));
			this.jobs.accept(dispatch);
		}
		else if (effect instanceof Effect.RetryAfter retry) {
			TaskRun taskRun = retry.taskRun();
			this.timers.put(key(lastChange(taskRun).plus(retry.delay()), taskRun.id(), "RETRY"),
					new Timer(taskRun.id(), new Event.RetryDue(taskRun.attempt())));
		}
		else if (effect instanceof Effect.Forget forget) {
			forget(forget.taskRun(), forget.retryDelay());
		}
		else if (effect instanceof Effect.Lease lease) {
			this.leases.put(key(lease.taskRun(), lease.worker()), lease);
		}
		else if (effect instanceof Effect.StopAttempt stop) {
			this.stops.accept(stop);
		}
		else if (effect instanceof Effect.KeepOutputs keep) {
			this.outputs.add(keep.taskId());
		}
	}

	private void forget(TaskRun taskRun, @Nullable Duration retryDelay) {
		InstanceRef worker = taskRun.current().worker();
		if (taskRun.state() == State.QUEUED) {
			this.timers.remove(key(taskRun.queuedAt().plus(UNCLAIMED_AFTER), taskRun.id(), "UNCLAIMED"));
		}
		else if (taskRun.state() == State.RUNNING && worker != null) {
			this.leases.remove(key(taskRun, worker));
		}
		else if (retryDelay != null) {
			this.timers.remove(key(lastChange(taskRun).plus(retryDelay), taskRun.id(), "RETRY"));
		}
	}

	private static String key(TaskRun taskRun, InstanceRef worker) {
		return worker.id() + "/" + worker.incarnation() + "/" + taskRun.id();
	}

	private static String key(Instant due, String taskRunId, String kind) {
		return "%013d/%s/%s".formatted(due.toEpochMilli(), taskRunId, kind);
	}

	private static Instant lastChange(TaskRun taskRun) {
		return taskRun.history().get(taskRun.history().size() - 1).at();
	}

	record Timer(String taskRunId, Event event) {
	}

}
