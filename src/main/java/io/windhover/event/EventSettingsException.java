package io.windhover.event;

/**
 * The configuration of events cannot be right; the message holds no secret.
 */
public class EventSettingsException extends RuntimeException {

	private final String action;

	/**
	 * Tells what is wrong and what to do about it.
	 */
	public EventSettingsException(String message, String action) {
		super(message);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
