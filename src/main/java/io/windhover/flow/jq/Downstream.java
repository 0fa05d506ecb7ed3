package io.windhover.flow.jq;

/**
 * Carries an error of what comes after a {@code try} past that {@code try}.
 */
final class Downstream extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final transient Object owner;

	private final JqError error;

	/**
	 * Makes one.
	 * @param owner what this {@code try} knows it by
	 */
	Downstream(Object owner, JqError error) {
		super(null, error, false, false);
		this.owner = owner;
		this.error = error;
	}

	boolean isOf(Object another) {
		return this.owner.equals(another);
	}

	JqError error() {
		return this.error;
	}

}
