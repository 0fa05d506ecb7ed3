package io.windhover.execution;

import java.time.Instant;
import java.util.Map;

/**
 * What started an execution, when it was not a person.
 *
 * @param date the planned date
 * @param variables what templates see as {@code trigger}, beside id, type and date
 */
public record TriggerFire(String id, String type, Instant date, Map<String, Object> variables) {
}
