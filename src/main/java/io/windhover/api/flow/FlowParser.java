package io.windhover.api.flow;

import io.windhover.flow.Flow;

/**
 * Reads a flow from its YAML.
 */
@FunctionalInterface
interface FlowParser {

	/**
	 * Reads a flow.
	 * @param file named in the problems
	 * @throws InvalidSourceException when it is not one
	 */
	Flow parse(String file, String yaml);

}
