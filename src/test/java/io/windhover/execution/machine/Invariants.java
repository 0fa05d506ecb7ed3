package io.windhover.execution.machine;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.Run;
import io.windhover.execution.tree.Timer;
import io.windhover.execution.tree.Transition;
import io.windhover.execution.tree.Tree;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds of every decision, and of the tree after it.
 */
final class Invariants {

	private Invariants() {
	}

	static void ofDecision(Tree before, Event event, Transition transition, Transition again) {
		assertThat(again.stale()).as("decided again").isEqualTo(transition.stale());
		assertThat(again.execution()).as("decided again").isEqualTo(transition.execution());
		assertThat(taskRuns(again)).as("decided again").isEqualTo(taskRuns(transition));
		assertThat(again.removedRuns()).as("decided again").isEqualTo(transition.removedRuns());
		assertThat(again.removedScopes()).as("decided again").isEqualTo(transition.removedScopes());
		assertThat(again.effects()).as("decided again").hasSameSizeAs(transition.effects());
		Execution execution = before.execution();
		if (transition.stale() != null) {
			assertThat(transition.isExecutionChanged()).as("stale").isFalse();
			assertThat(transition.removedRuns()).as("stale").isEmpty();
			assertThat(transition.removedScopes()).as("stale").isEmpty();
			assertThat(transition.effects()).as("stale").allMatch(Effect.StopAttempt.class::isInstance);
			transition.runs()
				.forEach((run) -> assertThat(run.taskRun()).as("stale")
					.isEqualTo(Objects.requireNonNull(before.run(run.path())).taskRun()));
		}
		if (transition.isExecutionChanged() && execution != null) {
			assertThat(transition.requireExecution().version()).isGreaterThan(execution.version());
			assertThat(transition.requireExecution().history())
				.startsWith(execution.history().toArray(StateChange[]::new));
		}
		if (event instanceof Event.Reported reported && reported.result() instanceof TaskResult.Started started) {
			ofStart(before.run(reported.path()), started, transition);
		}
	}

	private static List<TaskRun> taskRuns(Transition transition) {
		return transition.runs().stream().map(Run::taskRun).toList();
	}

	/** Of two workers that start one attempt, one is stopped. */
	private static void ofStart(@Nullable Run run, TaskResult.Started started, Transition transition) {
		boolean holds = run != null && run.isHeldBy(started.worker(), started.attempt());
		if (transition.stale() != null && !holds) {
			assertThat(transition.effects()).as("refused start")
				.singleElement()
				.isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> {
					assertThat(stop.worker()).isEqualTo(started.worker());
					assertThat(stop.taskRunId()).isEqualTo(started.taskRunId());
					assertThat(stop.attempt()).isEqualTo(started.attempt());
				});
		}
		else if (transition.stale() == null) {
			assertThat(run).as("taken").isNotNull().matches((taken) -> taken.is(State.QUEUED, started.attempt()));
		}
	}

	/** One state of a task run follows another. */
	static void ofSuccession(@Nullable TaskRun before, TaskRun after) {
		assertThat(after.attempts()).hasSize(after.attempt());
		for (int i = 0; i < after.attempt(); i++) {
			assertThat(after.attempts().get(i).number()).isEqualTo(i + 1);
		}
		if (before == null) {
			assertThat(after.attempt()).isLessThanOrEqualTo(1);
			return;
		}
		assertThat(before.state().isTerminal()).as("ended before: %s", before).isFalse();
		assertThat(after.version()).isGreaterThan(before.version());
		assertThat(after.attempt()).isBetween(before.attempt(), before.attempt() + 1);
		List<Attempt> closed = before.attempts().subList(0, before.attempt() - 1);
		assertThat(after.attempts().subList(0, closed.size())).isEqualTo(closed);
		InstanceRef worker = before.current().worker();
		if (worker != null) {
			assertThat(after.attempts().get(before.attempt() - 1).worker()).isEqualTo(worker);
		}
	}

	/**
	 * Every task run that waits for an instant has the one timer for it, and so has every
	 * scope; nothing else has. A scope counts exactly the children that it has, the
	 * subflow that it waits for among them.
	 */
	static void ofState(Map<String, Scope> scopes, Map<String, Run> runs, Map<Timer, Instant> timers,
			Set<String> subflows) {
		Set<Timer> expected = new HashSet<>();
		Map<String, Integer> children = new HashMap<>();
		subflows.forEach((path) -> children.merge(path, 1, Integer::sum));
		for (Run run : runs.values()) {
			assertThat(run.state()).isIn(State.QUEUED, State.RUNNING, State.RETRYING);
			assertThat(run.worker() != null).as("has a worker").isEqualTo(run.state() != State.QUEUED);
			children.merge(run.parent(), 1, Integer::sum);
			if (run.retriesAt != null) {
				expected.add(new Timer(Timer.Kind.RUN_RETRY, run.path(), run.attempt()));
			}
		}
		for (Scope scope : scopes.values()) {
			if (scope.parent != null) {
				children.merge(scope.parent, 1, Integer::sum);
			}
			if (scope.waitsUntil != null) {
				boolean retries = scope.state == State.RETRYING;
				expected.add(new Timer(retries ? Timer.Kind.SCOPE_RETRY : Timer.Kind.WAIT, scope.path,
						retries ? scope.attempt : scope.waits));
			}
			if (scope.timesOutAt != null) {
				expected.add(new Timer(Timer.Kind.TIMEOUT, scope.path, scope.attempt));
			}
		}
		assertThat(timers.keySet()).as("timers").isEqualTo(expected);
		Map<String, Integer> active = new HashMap<>();
		scopes.values()
			.stream()
			.filter((scope) -> scope.active > 0)
			.forEach((scope) -> active.put(scope.path, scope.active));
		assertThat(active).as("children").isEqualTo(children);
	}

}
