package io.windhover.security.login;

/**
 * A user of the configuration that cannot be one; the message holds no password.
 */
class InvalidUserException extends RuntimeException {

	private final String action;

	InvalidUserException(String message, String action) {
		super(message);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
