package io.windhover.flow;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A meter that a task type publishes as {@code task.<type>.<name>}.
 *
 * @param tags the keys of its tags beside namespace_id and flow_id: a fixed set, whose
 * values the type must keep few
 */
public record MetricDefinition(String name, Kind kind, @Nullable String unit, String description, List<String> tags) {

	/**
	 * What the meter measures.
	 */
	public enum Kind {

		/** Adds up the values. */
		COUNTER,

		/** Records durations in seconds. */
		TIMER

	}

}
