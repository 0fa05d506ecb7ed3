package io.windhover.worker.attempt;

import java.util.List;
import java.util.Map;

import io.windhover.execution.ExecutionChange;
import io.windhover.execution.LogLine;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt came to.
 *
 * @param state SUCCESS, FAILED or KILLED
 * @param outputsSize of the outputs as JSON, in bytes
 * @param change of its execution; null for none
 * @param snapshot the address of what it has left in the directory that its task shares;
 * null for nothing
 * @param logged by its task run so far; null for nothing
 */
record AttemptOutcome(State state, @Nullable Map<String, Object> outputs, int outputsSize, List<TaskMetric> metrics,
		@Nullable String error, @Nullable ExecutionChange change, @Nullable String snapshot,
		LogLine.@Nullable LogVolume logged) {

	private static final int MAX_ERROR = 4096;

	static AttemptOutcome success(Map<String, Object> outputs) {
		return new AttemptOutcome(State.SUCCESS, outputs, 0, List.of(), null, null, null, null);
	}

	static AttemptOutcome failed(String error, @Nullable Map<String, Object> outputs) {
		return new AttemptOutcome(State.FAILED, outputs, 0, List.of(), Text.truncate(error, MAX_ERROR), null, null,
				null);
	}

	static AttemptOutcome killed(@Nullable String reason) {
		return new AttemptOutcome(State.KILLED, null, 0, List.of(),
				(reason != null) ? Text.truncate(reason, MAX_ERROR) : null, null, null, null);
	}

	AttemptOutcome with(List<TaskMetric> metrics) {
		return new AttemptOutcome(this.state, this.outputs, this.outputsSize, metrics, this.error, this.change,
				this.snapshot, this.logged);
	}

	AttemptOutcome measured(int outputsSize) {
		return new AttemptOutcome(this.state, this.outputs, outputsSize, this.metrics, this.error, this.change,
				this.snapshot, this.logged);
	}

	AttemptOutcome changing(ExecutionChange change) {
		return new AttemptOutcome(this.state, this.outputs, this.outputsSize, this.metrics, this.error,
				change.isNone() ? null : change, this.snapshot, this.logged);
	}

	AttemptOutcome leaving(@Nullable String snapshot) {
		return new AttemptOutcome(this.state, this.outputs, this.outputsSize, this.metrics, this.error, this.change,
				snapshot, this.logged);
	}

	AttemptOutcome logging(LogLine.@Nullable LogVolume logged) {
		return new AttemptOutcome(this.state, this.outputs, this.outputsSize, this.metrics, this.error, this.change,
				this.snapshot, logged);
	}

}
