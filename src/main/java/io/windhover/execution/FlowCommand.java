package io.windhover.execution;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;

/**
 * What the scheduler, the one writer of flows, is asked to do with a flow.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({ @JsonSubTypes.Type(value = FlowCommand.Store.class, name = "store"),
		@JsonSubTypes.Type(value = FlowCommand.Delete.class, name = "delete") })
public sealed interface FlowCommand {

	@JsonIgnore
	FlowKey key();

	/**
	 * When it was asked for.
	 */
	Instant at();

	/**
	 * When it is too late: its sender has reported by then that it was not carried out.
	 */
	Instant until();

	/**
	 * Stores a flow as its next revision, unless its source is the current one's.
	 *
	 * @param flow at revision 0
	 * @param change recognised in the stored flow by the process that waits for it
	 */
	record Store(Flow flow, String change, Instant at, Instant until) implements FlowCommand {

		@Override
		@JsonIgnore
		public FlowKey key() {
			return this.flow.key();
		}

	}

	/**
	 * Deletes a flow; its executions go on.
	 */
	record Delete(String namespace, String id, Instant at, Instant until) implements FlowCommand {

		@Override
		@JsonIgnore
		public FlowKey key() {
			return new FlowKey(this.namespace, this.id);
		}

	}

}
