package io.windhover.flow.jq;

/**
 * Carries an error of what comes after a {@code try} past that {@code try}.
 */
final class Downstream extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final JqError error;

	Downstream(JqError error) {
		super(null, error, false, false);
		this.error = error;
	}

	JqError error() {
		return this.error;
	}

}
