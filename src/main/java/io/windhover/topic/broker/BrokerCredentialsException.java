package io.windhover.topic.broker;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The account of the embedded broker cannot be read or made.
 */
class BrokerCredentialsException extends RuntimeException {

	BrokerCredentialsException(Path file, String what, @Nullable Throwable cause) {
		super("The file %s with the account of the embedded broker %s".formatted(file.toAbsolutePath(), what), cause);
	}

}
