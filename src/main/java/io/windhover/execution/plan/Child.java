package io.windhover.execution.plan;

/**
 * A child of a scope, whether it runs or not.
 *
 * @param index of the iteration; -1 where the node is not that of a loop
 */
public record Child(Node node, int index) {

	/**
	 * A child that is not an iteration of a loop.
	 */
	public Child(Node node) {
		this(node, -1);
	}

}
