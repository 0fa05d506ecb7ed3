package io.windhover.plugin;

import java.time.Duration;
import java.time.Instant;

/**
 * What the trigger of a plugin knows of its evaluation.
 *
 * @param date its planned date, which is the same when it is evaluated once more
 * @param interval until the next evaluation, which is left out while this one runs
 */
public record TriggerEvaluation(String namespace, String flowId, String triggerId, Instant date, Duration interval) {
}
