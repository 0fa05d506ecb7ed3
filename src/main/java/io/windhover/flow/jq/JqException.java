package io.windhover.flow.jq;

/**
 * A text is no program of jq, or a program failed on its input.
 */
public final class JqException extends IllegalArgumentException {

	private static final long serialVersionUID = 1;

	JqException(String message) {
		super(message);
	}

	JqException(String message, Throwable cause) {
		super(message, cause);
	}

}
