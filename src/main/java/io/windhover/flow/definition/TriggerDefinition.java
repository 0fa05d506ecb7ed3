package io.windhover.flow.definition;

import java.util.Map;
import java.util.Set;

/**
 * What a flow must know of a polling trigger type to be read: found as a bean, never
 * listed.
 *
 * @param <C> its configuration, a record with Bean Validation constraints whose String
 * components may be templates
 */
public interface TriggerDefinition<C> {

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
	 * The properties whose templates may use secrets.
	 */
	default Set<String> secretProperties() {
		return Set.of();
	}

	/**
	 * The variables that the templates of a property see.
	 */
	default Set<String> variables(String property) {
		return Set.of("flow", "trigger");
	}

	/**
	 * What is wrong with the properties that no constraint can find, by their names.
	 * @param written the properties; a text may be a template
	 */
	default Map<String, String> problems(Map<String, Object> written) {
		return Map.of();
	}

}
