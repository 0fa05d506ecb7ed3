package io.windhover.convert;

/**
 * A text is no YAML from which a flow can be read.
 */
public class UnreadableFlowException extends RuntimeException {

	/**
	 * Takes a message for people, which gets the line in front.
	 * @param line counts from 1
	 */
	public UnreadableFlowException(int line, String message) {
		super("line %d: %s".formatted(line, message));
	}

}
