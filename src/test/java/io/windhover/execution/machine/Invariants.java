package io.windhover.execution.machine;

import java.util.List;

import io.windhover.execution.Attempt;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold whatever happens.
 */
final class Invariants {

	private Invariants() {
	}

	static void ofDecision(Situation situation, Event event, Decision decision, Decision again) {
		assertThat(again).as("asked again").isEqualTo(decision);
		if (decision.stale() != null) {
			assertThat(decision.execution()).as("stale").isNull();
			assertThat(decision.taskRuns()).as("stale").isEmpty();
			assertThat(decision.effects()).as("stale").allMatch((effect) -> effect instanceof Effect.StopAttempt);
		}
		if (decision.execution() != null && situation.execution() != null) {
			assertThat(decision.execution().version()).isGreaterThan(situation.execution().version());
			assertThat(decision.execution().history())
				.startsWith(situation.execution().history().toArray(StateChange[]::new));
		}
		if (event instanceof Event.Reported reported && reported.result() instanceof TaskResult.Started started
				&& !holds(situation.taskRun(), started) && decision.stale() != null) {
			assertThat(decision.effects()).as("refused start")
				.singleElement()
				.isInstanceOfSatisfying(Effect.StopAttempt.class, (stop) -> {
					assertThat(stop.worker()).isEqualTo(started.worker());
					assertThat(stop.taskRunId()).isEqualTo(started.taskRunId());
					assertThat(stop.attempt()).isEqualTo(started.attempt());
				});
		}
	}

	private static boolean holds(@Nullable TaskRun taskRun, TaskResult.Started started) {
		return taskRun != null && taskRun.state() == State.RUNNING && taskRun.attempt() == started.attempt()
				&& started.worker().equals(taskRun.current().worker());
	}

	static void ofSuccession(@Nullable TaskRun before, TaskRun after) {
		assertThat(after.attempts()).hasSize(after.attempt());
		for (int index = 0; index < after.attempt(); index++) {
			assertThat(after.attempts().get(index).number()).isEqualTo(index + 1);
		}
		if (before == null) {
			assertThat(after.attempt()).isOne();
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
	 * Each task run that has not ended waits for exactly one thing, and nothing waits for
	 * another.
	 */
	static void ofState(SimulatedExecutor executor) {
		int running = 0;
		for (TaskRun taskRun : executor.taskRuns.values()) {
			List<SimulatedExecutor.Timer> timers = executor.timers.values()
				.stream()
				.filter((timer) -> timer.taskRunId().equals(taskRun.id()))
				.toList();
			Class<?> expected = (taskRun.state() == State.QUEUED) ? Event.Unclaimed.class : Event.RetryDue.class;
			if (taskRun.state() == State.RUNNING) {
				running++;
				assertThat(timers).as("timers of %s", taskRun).isEmpty();
				assertThat(executor.leases.values()).anySatisfy((lease) -> {
					assertThat(lease.taskRun()).isEqualTo(taskRun);
					assertThat(lease.worker()).isEqualTo(taskRun.current().worker());
				});
			}
			else {
				assertThat(timers).as("timers of %s", taskRun)
					.singleElement()
					.satisfies((timer) -> assertThat(timer.event()).isInstanceOf(expected));
			}
		}
		assertThat(executor.leases).as("leases").hasSize(running);
		assertThat(executor.taskRuns).as("a sequence has at most one").hasSizeLessThanOrEqualTo(1);
	}

}
