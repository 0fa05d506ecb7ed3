package io.windhover.topic.broker;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The directory of the embedded broker cannot be used.
 */
class BrokerDirectoryException extends RuntimeException {

	BrokerDirectoryException(Path directory, String what, @Nullable Throwable cause) {
		super("The directory %s of the embedded broker %s".formatted(directory.toAbsolutePath(), what), cause);
	}

}
