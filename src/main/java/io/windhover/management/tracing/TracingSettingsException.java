package io.windhover.management.tracing;

/**
 * The configuration of traces cannot be right; the message holds no secret.
 */
class TracingSettingsException extends RuntimeException {

	private final String action;

	/**
	 * Tells what is wrong and what to do about it.
	 */
	TracingSettingsException(String message, String action) {
		super(message);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
