package io.windhover.topic.broker;

/**
 * The port of the embedded broker cannot be had.
 */
class BrokerPortInUseException extends RuntimeException {

	BrokerPortInUseException(int port, Throwable cause) {
		super("Port %d of the embedded broker is in use".formatted(port), cause);
	}

}
