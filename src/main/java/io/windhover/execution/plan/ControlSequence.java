package io.windhover.execution.plan;

/**
 * One task after the other: {@code sequential}, an iteration of a loop, the execution
 * itself.
 *
 * @param workingDirectory whether its tasks share one
 */
public record ControlSequence(boolean workingDirectory) implements Control {

	/**
	 * A sequence without a shared working directory.
	 */
	public ControlSequence() {
		this(false);
	}

	@Override
	public Next next(Node node, Scope scope, Expressions expressions) {
		return Control.inOrder(node.body(), scope);
	}

	@Override
	public int begun(Node node, Scope scope) {
		return Math.min(scope.cursor, 1);
	}

	@Override
	public Child child(Node node, Scope scope, int i) {
		return new Child(node.body().get(scope.cursor - 1));
	}

}
