package io.windhover.flow.template;

/**
 * A template that cannot be read or rendered; the message names the field and the cause,
 * for people.
 */
public class TemplateException extends RuntimeException {

	/**
	 * Takes a message for people and what the template engine threw.
	 */
	public TemplateException(String message, Throwable cause) {
		super(message, cause);
	}

}
