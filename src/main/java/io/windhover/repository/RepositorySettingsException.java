package io.windhover.repository;

/**
 * The configuration of the repository cannot be right; the message holds no secret.
 */
public class RepositorySettingsException extends RuntimeException {

	private final String action;

	/**
	 * Tells what is wrong and what to do about it.
	 */
	public RepositorySettingsException(String message, String action) {
		super(message);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
