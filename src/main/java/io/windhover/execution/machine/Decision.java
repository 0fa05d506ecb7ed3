package io.windhover.execution.machine;

import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.Execution;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an event.
 *
 * @param execution as it stands afterwards; null when it did not change
 * @param taskRuns those that changed, in order; one in a terminal state is forgotten by
 * the engine
 * @param effects in order
 * @param stale why the event changed nothing; null when it counted
 */
public record Decision(@Nullable Execution execution, List<TaskRun> taskRuns, List<Effect> effects,
		@Nullable StaleReason stale) {

	static Decision stale(StaleReason reason, Effect... effects) {
		return new Decision(null, List.of(), List.of(effects), reason);
	}

	/**
	 * Collects what follows.
	 */
	static final class Builder {

		private @Nullable Execution execution;

		private final List<TaskRun> taskRuns = new ArrayList<>();

		private final List<Effect> effects = new ArrayList<>();

		Builder execution(Execution changed) {
			this.execution = changed;
			return this;
		}

		Builder taskRun(TaskRun changed) {
			this.taskRuns.add(changed);
			return this;
		}

		Builder effect(Effect effect) {
			this.effects.add(effect);
			return this;
		}

		Decision build() {
			return new Decision(this.execution, List.copyOf(this.taskRuns), List.copyOf(this.effects), null);
		}

	}

}
