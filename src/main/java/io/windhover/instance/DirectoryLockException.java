package io.windhover.instance;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A directory that a process needs for itself cannot be locked.
 */
public class DirectoryLockException extends RuntimeException {

	DirectoryLockException(Path directory, String what, @Nullable Throwable cause) {
		super("The directory %s %s".formatted(directory.toAbsolutePath(), what), cause);
	}

}
