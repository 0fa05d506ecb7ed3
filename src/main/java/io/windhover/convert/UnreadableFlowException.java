package io.windhover.convert;

/**
 * A text is no YAML from which a flow can be read.
 */
public class UnreadableFlowException extends RuntimeException {

	public UnreadableFlowException(int line, String message) {
		super("line %d: %s".formatted(line, message));
	}

}
