package io.windhover.api.trigger;

import java.time.Instant;
import java.util.Map;

import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.api.web.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request for a backfill.
 */
@Schema(name = "StartBackfill")
record StartBackfill(
		@Schema(description = "The first instant of the range.",
				requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Instant from,
		@Schema(description = "The last instant of the range, which has passed.",
				requiredMode = Schema.RequiredMode.REQUIRED) @Nullable Instant to,
		@Schema(description = "In the place of those that the trigger gives, by the ids of the flow's inputs.") @Nullable Map<String, Object> inputs,
		@Schema(description = "How many of its executions may run at once.", minimum = "1", maximum = "100",
				defaultValue = "1") @Nullable Integer concurrency) {

	private static final int MAX_CONCURRENCY = 100;

	/** From the first to the last instant, neither before 1970 nor after now. */
	Range range(Instant now) {
		Instant first = require("from", this.from);
		Instant last = require("to", this.to);
		if (first.isAfter(last)) {
			throw Problems.badRequest("from", "'from' (%s) is after 'to' (%s).".formatted(first, last),
					"Exchange the two.");
		}
		if (first.isBefore(Instant.EPOCH)) {
			throw Problems.badRequest("from", "'from' (%s) is before 1970.".formatted(first), "Begin later.");
		}
		if (last.isAfter(now)) {
			throw Problems.badRequest("to", "'to' (%s) is in the future.".formatted(last),
					"End the range now at the latest; the schedule itself starts the executions after that.");
		}
		return new Range(first, last);
	}

	int concurrencyOrOne() {
		int value = (this.concurrency != null) ? this.concurrency : 1;
		if (value < 1 || value > MAX_CONCURRENCY) {
			throw Problems.badRequest("concurrency", "'%d' is not a value of concurrency.".formatted(value),
					"A whole number from 1 to %d.".formatted(MAX_CONCURRENCY));
		}
		return value;
	}

	Map<String, Object> inputsOrNone() {
		return (this.inputs != null) ? this.inputs : Map.of();
	}

	private static Instant require(String field, @Nullable Instant value) {
		if (value == null) {
			throw Problems.badRequest(field, "'%s' is missing.".formatted(field),
					"Give an ISO-8601 instant such as 2026-01-31T12:00:00Z.");
		}
		return value;
	}

	/** From its first instant to its last one. */
	record Range(Instant from, Instant to) {
	}

}
