package io.windhover.execution.machine;

import java.time.Instant;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import org.jspecify.annotations.Nullable;

/**
 * The changes of an execution's header; each makes its version grow.
 */
final class Executions {

	private Executions() {
	}

	static Execution started(Execution from, Instant now) {
		return new Execution(from.id(), from.namespace(), from.flowId(), from.flowRevision(), State.RUNNING,
				StateChange.append(from.history(), State.RUNNING, now), from.labels(), from.inputs(), from.trigger(),
				from.createdAt(), now, null, null, 0, 0, false, false, 0, from.version() + 1);
	}

	static Execution ended(Execution from, State state, @Nullable String error, Instant now) {
		return new Execution(from.id(), from.namespace(), from.flowId(), from.flowRevision(), state,
				StateChange.append(from.history(), state, now), from.labels(), from.inputs(), from.trigger(),
				from.createdAt(), from.startedAt(), now, error, from.position(), 0, from.killRequested(), from.warned(),
				from.outputsSize(), from.version() + 1);
	}

	/**
	 * The execution at a task, with one task run active.
	 */
	static Execution at(Execution from, int position, boolean warned) {
		return with(from, position, 1, from.killRequested(), warned, from.outputsSize(), from.version() + 1);
	}

	static Execution killRequested(Execution from) {
		return with(from, from.position(), from.active(), true, from.warned(), from.outputsSize(), from.version() + 1);
	}

	/**
	 * Part of a change that is to follow, and so of the same version.
	 */
	static Execution keepingOutputs(Execution from, int size) {
		return with(from, from.position(), from.active(), from.killRequested(), from.warned(),
				from.outputsSize() + size, from.version());
	}

	private static Execution with(Execution from, int position, int active, boolean killRequested, boolean warned,
			long outputsSize, long version) {
		return new Execution(from.id(), from.namespace(), from.flowId(), from.flowRevision(), from.state(),
				from.history(), from.labels(), from.inputs(), from.trigger(), from.createdAt(), from.startedAt(),
				from.endedAt(), from.error(), position, active, killRequested, warned, outputsSize, version);
	}

}
