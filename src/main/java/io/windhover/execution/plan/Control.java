package io.windhover.execution.plan;

import java.util.List;

/**
 * One kind of control task. It keeps nothing: what it must remember is in the scope.
 */
public interface Control {

	/**
	 * What to begin now. Asked when the scope begins, after each child that it began, and
	 * after each child's end.
	 * @throws ExpressionFailure when an expression of the task cannot be evaluated
	 */
	Next next(Node node, Scope scope, Expressions expressions);

	/**
	 * How many children may have been begun: each is one of {@link #child}.
	 */
	default int begun(Node node, Scope scope) {
		return scope.cursor;
	}

	/**
	 * A child that may have been begun.
	 * @param i from 0, below {@link #begun}
	 */
	default Child child(Node node, Scope scope, int i) {
		return new Child(node.body().get(i));
	}

	/**
	 * A child of the body ended other than failed or killed.
	 */
	default void childEnded(Node node, Scope scope, Child child) {
	}

	/**
	 * An iteration ended other than failed or killed; its outputs can still be seen from
	 * it.
	 * @throws ExpressionFailure when an expression of the task cannot be evaluated
	 */
	default void iterationEnded(Node node, Scope loop, Scope iteration, Expressions expressions) {
	}

	/**
	 * The next of a list whose tasks run one after the other.
	 */
	static Next inOrder(List<Node> tasks, Scope scope) {
		if (scope.active > 0) {
			return Next.WAIT;
		}
		return (scope.cursor < tasks.size()) ? new Next.Begin(new Child(tasks.get(scope.cursor++)), null) : Next.DONE;
	}

}
