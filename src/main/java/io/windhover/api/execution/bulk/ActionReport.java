package io.windhover.api.execution.bulk;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import org.jspecify.annotations.Nullable;

/**
 * A line of the answer to a request to do something to many executions: what became of
 * one, how far it is, or, at the end, how it went.
 */
@Schema(name = "ActionReport")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ActionReport(@Schema(description = "Of the execution; absent of how far it is.") @Nullable String id,
		@Nullable String namespace, @Nullable String flowId,
		@Schema(description = "Before it was done.") @Nullable State state,
		@Schema(description = "would: in a dry run, it passed all checks. accepted: it is done soon. unchanged: it was done before. skipped: its state does not suit, or its flow is disabled. refused: it cannot be done.",
				allowableValues = {
						"would", "accepted", "unchanged", "skipped", "refused" }) @Nullable String outcome,
		@Schema(description = "The new execution of a restart or a replay.") @Nullable String execution,
		@Schema(description = "Why it was skipped or refused.") @Nullable String reason,
		@Schema(description = "How far it is.") @Nullable Progress progress,
		@Schema(description = "How it went: the last line.") @Nullable Summary summary){

	static ActionReport of(Execution execution, Outcome outcome, @Nullable String newId, @Nullable String reason) {
		return new ActionReport(execution.id(), execution.namespace(), execution.flowId(), execution.state(),
				outcome.text(), newId, reason, null, null);
	}

	static ActionReport of(Progress progress) {
		return new ActionReport(null, null, null, null, null, null, null, progress, null);
	}

	static ActionReport of(Summary summary) {
		return new ActionReport(null, null, null, null, null, null, null, null, summary);
	}

	/**
	 * What became of one.
	 */
	enum Outcome {

		WOULD, ACCEPTED, UNCHANGED, SKIPPED, REFUSED;

		String text() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * How far it is.
	 */
	@Schema(name = "ActionProgress")
	record Progress(long done, @Schema(description = "About how many match.") long of) {
	}

	/**
	 * How it went.
	 */
	@Schema(name = "ActionSummary")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Summary(String action, boolean dryRun,
			@Schema(description = "Whether all that match were reached.") boolean complete, long matched, long would,
			long accepted, long unchanged, long skipped, long refused,
			@Schema(description = "Why it is not complete.") @Nullable String reason) {
	}

}
