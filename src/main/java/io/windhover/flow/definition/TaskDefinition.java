package io.windhover.flow.definition;

import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;

/**
 * What a flow must know of a task type to be read: found as a bean, never listed.
 *
 * @param <C> its configuration, a record with Bean Validation constraints whose String
 * components may be templates
 */
public interface TaskDefinition<C> {

	/**
	 * The name in a flow: lower case, words joined by a dash.
	 */
	String type();

	Class<C> configurationType();

	/**
	 * One sentence for people.
	 */
	String description();

	/**
	 * The meters that the type publishes; none by default.
	 */
	default List<MetricDefinition> metrics() {
		return List.of();
	}

	/**
	 * What is wrong with the properties that no constraint can find, by their names.
	 * @param written the properties; a text may be a template
	 */
	default Map<String, String> problems(Map<String, Object> written) {
		return Map.of();
	}

}
