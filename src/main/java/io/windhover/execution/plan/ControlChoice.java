package io.windhover.execution.plan;

import java.util.List;

/**
 * {@code if} and {@code switch}: one of several lists of tasks, one after the other.
 *
 * @param chooser which of the branches
 * @param branches lists of tasks that together are the node's body
 */
public record ControlChoice(Chooser chooser, List<List<Node>> branches) implements Control {

	@Override
	public Next next(Node node, Scope scope, Expressions expressions) {
		if (scope.branch < 0) {
			scope.branch = this.chooser.choose(scope, node, expressions);
		}
		return Control.inOrder(this.branches.get(scope.branch), scope);
	}

	@Override
	public int begun(Node node, Scope scope) {
		return Math.min(scope.cursor, 1);
	}

	@Override
	public Child child(Node node, Scope scope, int i) {
		return new Child(this.branches.get(scope.branch).get(scope.cursor - 1));
	}

	/**
	 * Chooses the branch.
	 */
	public interface Chooser {

		/**
		 * The index of the branch.
		 * @throws ExpressionFailure when it cannot be chosen
		 */
		int choose(Scope scope, Node node, Expressions expressions);

	}

}
