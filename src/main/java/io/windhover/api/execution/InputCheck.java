package io.windhover.api.execution;

import java.util.Map;

import io.windhover.flow.Flow;

/**
 * Holds the inputs of a request against what a flow declares.
 */
@FunctionalInterface
interface InputCheck {

	/**
	 * The inputs of an execution, with defaults and each of its declared type; what does
	 * not fit fails with a problem.
	 */
	Map<String, Object> check(Flow flow, Map<String, Object> given);

}
