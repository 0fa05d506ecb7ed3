package io.windhover.execution.machine;

/**
 * A child of a scope, whether it runs or not.
 *
 * @param index of the iteration; -1 where the node is not that of a loop
 */
record Child(Node node, int index) {

	Child(Node node) {
		this(node, -1);
	}

}
