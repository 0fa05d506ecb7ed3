package io.windhover.execution.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.flow.Task;
import org.jspecify.annotations.Nullable;

/**
 * Tells the machine one event after the other, and keeps what it decides.
 */
final class Story {

	static final String ID = "e1";

	final Flow flow;

	@Nullable Execution execution;

	@Nullable TaskRun taskRun;

	Instant now = Samples.START;

	Story(Task... tasks) {
		this.flow = Samples.flow(List.of(tasks));
	}

	Decision happens(Event event) {
		this.now = this.now.plus(Duration.ofSeconds(1));
		Situation situation = new Situation(this.execution, this.taskRun, this.flow);
		Decision decision = ExecutionMachine.decide(situation, event, this.now);
		if (decision.execution() != null) {
			this.execution = decision.execution();
		}
		for (TaskRun changed : decision.taskRuns()) {
			this.taskRun = changed;
		}
		return decision;
	}

	Decision created() {
		return happens(new Event.Commanded(Samples.create(ID, this.flow)));
	}

	Decision killed() {
		return happens(new Event.Commanded(new ExecutionCommand.Kill(ID, this.now)));
	}

	Decision started(int attempt, InstanceRef worker) {
		return happens(new Event.Reported(Samples.started(ID, task(), attempt, worker)));
	}

	Decision ended(int attempt, InstanceRef worker, State state) {
		return happens(new Event.Reported(Samples.ended(ID, task(), attempt, worker, state,
				(state == State.SUCCESS) ? Map.of("value", 1) : null)));
	}

	Decision returned(int attempt, InstanceRef worker) {
		return happens(new Event.Reported(Samples.returned(ID, task(), attempt, worker, taskRun().queuedAt())));
	}

	Execution execution() {
		return Objects.requireNonNull(this.execution);
	}

	TaskRun taskRun() {
		return Objects.requireNonNull(this.taskRun);
	}

	private String task() {
		return taskRun().taskId();
	}

}
