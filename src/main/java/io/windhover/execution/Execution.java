package io.windhover.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow: its header, without its task runs and their outputs, which are
 * entries of their own so that the cost of an event does not grow with them.
 *
 * @param position index in the flow of the task that runs now
 * @param active task runs that have not ended
 * @param killRequested whether somebody asked to kill it
 * @param warned whether a failure was allowed on the way
 * @param outputsSize of the outputs kept for the templates of later tasks, as JSON, in
 * bytes
 * @param version grows with each change: of two documents the higher is the newer
 */
public record Execution(String id, String namespace, String flowId, int flowRevision, State state,
		List<StateChange> history, Map<String, String> labels, Map<String, Object> inputs,
		@Nullable TriggerFire trigger, Instant createdAt, @Nullable Instant startedAt, @Nullable Instant endedAt,
		@Nullable String error, int position, int active, boolean killRequested, boolean warned, long outputsSize,
		long version) {

	/**
	 * An execution as it is the moment its command was given.
	 */
	public static Execution created(ExecutionCommand.Create command) {
		return new Execution(command.executionId(), command.flow().namespace(), command.flow().id(),
				command.flow().revision(), State.CREATED, List.of(new StateChange(State.CREATED, command.at())),
				command.labels(), command.inputs(), command.trigger(), command.at(), null, null, null, 0, 0, false,
				false, 0, 0);
	}

	public FlowKey flow() {
		return new FlowKey(this.namespace, this.flowId);
	}

}
