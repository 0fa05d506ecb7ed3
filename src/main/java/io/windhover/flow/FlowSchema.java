package io.windhover.flow;

import java.util.Map;

/**
 * The JSON Schema of flows, for editors: what can be said of a flow without reading its
 * templates and its dates.
 */
public interface FlowSchema {

	/**
	 * The schema as JSON has it.
	 */
	Map<String, Object> document();

}
