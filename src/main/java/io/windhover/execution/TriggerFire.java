package io.windhover.execution;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What started an execution, when it was not a person.
 *
 * @param date the planned date
 * @param variables what templates see as {@code trigger}, beside id, type and date
 * @param backfill the id of the backfill that the date belongs to; null for any other
 * fire
 */
public record TriggerFire(String id, String type, Instant date, Map<String, Object> variables,
		@Nullable String backfill) {
}
