package io.windhover.flow;

import java.time.Duration;
import java.util.Map;

/**
 * Is evaluated at an interval and fires when its condition holds.
 *
 * @param configuration the properties of its type, templates not yet rendered
 * @param interval from the start of one evaluation to the next
 * @param inputs given to each execution
 */
public record PollingTrigger(String id, String type, Duration interval, Map<String, Object> configuration,
		Map<String, Object> inputs) implements Trigger {
}
