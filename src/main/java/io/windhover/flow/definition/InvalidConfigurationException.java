package io.windhover.flow.definition;

/**
 * A configuration that does not fit its type once rendered; the message names the fields.
 */
public class InvalidConfigurationException extends RuntimeException {

	/**
	 * Takes a message for people that names each field.
	 */
	public InvalidConfigurationException(String message) {
		super(message);
	}

}
