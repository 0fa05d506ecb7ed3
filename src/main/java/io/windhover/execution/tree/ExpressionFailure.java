package io.windhover.execution.tree;

/**
 * An expression of a control task cannot be evaluated, or not within its budget.
 */
public final class ExpressionFailure extends RuntimeException {

	private static final long serialVersionUID = 1;

	/**
	 * Takes a message for people.
	 */
	public ExpressionFailure(String message) {
		super(message);
	}

}
