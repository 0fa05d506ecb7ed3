package io.windhover.repository;

import org.jspecify.annotations.Nullable;

/**
 * The repository cannot be reached now: the same may succeed later.
 */
public class RepositoryException extends RuntimeException {

	public RepositoryException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
