package io.windhover.management.endpoint.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.flow.FlowStatus;
import io.windhover.execution.flow.PauseNote;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * How flows look to who asks for them.
 */
public final class FlowsDescriptors {

	private FlowsDescriptors() {
	}

	/**
	 * Some of the flows, the worst first.
	 *
	 * @param count how many pass the filters
	 * @param ready false while not all flows are known here yet
	 * @param more whether there is a further page
	 */
	public record Flows(int count, boolean ready, List<FlowSummary> flows, int page, int size,
			boolean more) implements OperationResponseBody {
	}

	/**
	 * A flow.
	 *
	 * @param status the worst that is to be said of it
	 * @param reasons why, for people; empty where it is well
	 * @param recent the states of the last executions that ended, the newest at the end
	 * @param usualDuration of the executions that succeeded; null before the first
	 * @param running null while no executor has told of any
	 * @param next the next date of its triggers; null where there is none
	 * @param quiet null while it is not quiet
	 * @param disabled null where it is not, or nothing is known
	 * @param at when this last changed; null while nothing is known
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record FlowSummary(String namespace, String flowId, int revision, FlowStatus status, List<String> reasons,
			@Nullable LastEnd last, @Nullable LastEnd lastSuccess, int failuresInARow, @Nullable Instant failingSince,
			long ended, List<State> recent, FlowHistory.@Nullable Usual usualDuration, @Nullable Running running,
			@Nullable Instant next, int pausedTriggers, List<Expected> expects, @Nullable Quiet quiet,
			@Nullable Disabled disabled, @Nullable Instant at) implements OperationResponseBody {
	}

	/**
	 * The end of an execution.
	 *
	 * @param age since then
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record LastEnd(String executionId, State state, @Nullable Instant startedAt, Instant endedAt, Duration age,
			@Nullable String error) {
	}

	/**
	 * The executions that have not ended, in the whole cluster.
	 *
	 * @param oldest null where there is none, and where thousands of other flows are
	 * older
	 * @param longerThanUsual whether it runs for longer than executions of the flow
	 * usually do; null where that is not known
	 * @param sampledAt when an executor last told of them
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Running(int count, @Nullable Oldest oldest, @Nullable Boolean longerThanUsual, Instant sampledAt) {
	}

	/**
	 * The oldest execution that has not ended.
	 */
	public record Oldest(String executionId, Instant createdAt, Duration age) {
	}

	/**
	 * What is expected of a flow.
	 *
	 * @param expectation the property of {@code expect}
	 * @param due when it is missed unless it is met before; null where that depends on an
	 * execution
	 * @param missedSince null while it is met
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Expected(String expectation, String value, @Nullable Instant due, @Nullable Instant missedSince,
			@Nullable String reason) {
	}

	/**
	 * Who disabled a flow, when, and why.
	 *
	 * @param by null where nobody is known
	 * @param reason in their words; null when they gave none
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Disabled(Instant since, @Nullable String by, @Nullable String reason) {

		static @Nullable Disabled of(FlowHistory.@Nullable Disabling disabling) {
			if (disabling == null) {
				return null;
			}
			PauseNote note = disabling.note();
			return new Disabled(disabling.since(), (note != null) ? note.by() : null,
					(note != null) ? note.reason() : null);
		}

		/** As a sentence, without what is not known. */
		String sentence() {
			return "it is disabled since %s%s%s".formatted(this.since, (this.by != null) ? " by " + this.by : "",
					(this.reason != null) ? ": " + this.reason : "");
		}

	}

	/**
	 * That nothing has ended for long.
	 *
	 * @param since the last end
	 * @param usual the longest time from one end to the next, but for one in twenty
	 * @param estimated always true: it is computed from the flow's own rhythm, and not
	 * declared
	 */
	public record Quiet(Instant since, Duration usual, boolean estimated) {
	}

}
