package io.windhover.execution.machine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskResult;
import io.windhover.execution.TaskRun;

/**
 * A worker that keeps to the protocol, as far as it lives.
 */
final class SimulatedWorker {

	final InstanceRef ref;

	/** What it wrote and the executor has not read: stays when it dies. */
	final ArrayDeque<TaskResult> written = new ArrayDeque<>();

	final Set<Run> running = new LinkedHashSet<>();

	boolean dead;

	boolean frozen;

	SimulatedWorker(InstanceRef ref) {
		this.ref = ref;
	}

	boolean works() {
		return !this.dead && !this.frozen;
	}

	void start(TaskRun taskRun, Instant now) {
		Run run = new Run(taskRun.executionId(), taskRun.id(), taskRun.attempt());
		if (this.running.add(run)) {
			this.written.add(new TaskResult.Started(run.executionId(), run.id(), run.attempt(), this.ref, now));
		}
	}

	void giveBack(TaskRun taskRun, Instant now) {
		this.written.add(new TaskResult.Returned(taskRun.executionId(), taskRun.id(), taskRun.attempt(), this.ref, now,
				taskRun.queuedAt(), "delivered before"));
	}

	void stop(Effect.StopAttempt stop, Instant now) {
		Run run = new Run(stop.executionId(), stop.taskRunId(), stop.attempt());
		if (this.running.contains(run)) {
			end(run, State.KILLED, now);
		}
	}

	void endOne(Random random, Instant now) {
		List<Run> runs = new ArrayList<>(this.running);
		if (!runs.isEmpty()) {
			State state = (random.nextInt(3) > 0) ? State.SUCCESS : State.FAILED;
			end(runs.get(random.nextInt(runs.size())), state, now);
		}
	}

	void shutDown(Instant now) {
		for (Run run : this.running) {
			this.written.add(new TaskResult.Returned(run.executionId(), run.id(), run.attempt(), this.ref, now, now,
					"shutdown"));
		}
		die();
	}

	void die() {
		this.dead = true;
		this.running.clear();
	}

	private void end(Run run, State state, Instant now) {
		this.running.remove(run);
		this.written.add(new TaskResult.Ended(run.executionId(), run.id(), run.attempt(), this.ref, now, state,
				(state == State.SUCCESS) ? Map.of("by", this.ref.id()) : null, 0, List.of(),
				(state == State.FAILED) ? "bad luck" : null));
	}

	record Run(String executionId, String id, int attempt) {
	}

}
