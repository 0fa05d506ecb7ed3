package io.windhover.api.flow;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.FlowStatus;
import io.windhover.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of the executions of a flow together, from what /flows on the
 * management port reads.
 */
@Schema(name = "FlowHealth")
@JsonInclude(JsonInclude.Include.NON_NULL)
record FlowHealthDescriptor(@Schema(description = "The worst that is to be said of it.") FlowStatus status,
		@Schema(description = "The last end; absent before the first.") @Nullable EndDescriptor last,
		@Schema(description = "When the last one ended as SUCCESS or WARNING.") @Nullable Instant lastSuccess,
		@Schema(description = "Executions that failed since the last success.") int failuresInARow,
		@Schema(description = "States of the last ones that ended, the newest at the end.") List<State> recent,
		@Schema(description = "Executions that have not ended; absent where that is not known.") @Nullable Integer running,
		@Schema(description = "The next date of its triggers; absent where there is none.") @Nullable Instant next,
		int pausedTriggers) {

	/**
	 * Describes a flow.
	 * @param history null while nothing is known of it
	 */
	static FlowHealthDescriptor of(Flow flow, @Nullable FlowHistory history, Instant now) {
		FlowStatus status = FlowStatus.of(flow.isDisabled(), history, now);
		if (history == null) {
			return new FlowHealthDescriptor(status, null, null, 0, List.of(), null, null, 0);
		}
		FlowHistory.End success = history.lastSuccess();
		return new FlowHealthDescriptor(status, EndDescriptor.of(history.last()),
				(success != null) ? success.endedAt() : null, history.failuresInARow(), history.recent(),
				running(history.running(), now), history.next(), history.pausedTriggers());
	}

	/** Executors repeat it each minute while there is any. */
	private static @Nullable Integer running(FlowHistory.Running running, Instant now) {
		boolean known = running.at() != null && (running.count() == 0 || running.isCurrent(now));
		return known ? running.count() : null;
	}

	/**
	 * The end of an execution.
	 */
	@Schema(name = "FlowEnd")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record EndDescriptor(String executionId, State state, Instant endedAt,
			@Schema(description = "The beginning of why it failed.") @Nullable String error) {

		static @Nullable EndDescriptor of(FlowHistory.@Nullable End end) {
			return (end != null) ? new EndDescriptor(end.executionId(), end.state(), end.endedAt(), end.error()) : null;
		}

	}

}
