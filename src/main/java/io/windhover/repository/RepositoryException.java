package io.windhover.repository;

import org.jspecify.annotations.Nullable;

/**
 * The repository cannot be reached now: the same may succeed later.
 */
public class RepositoryException extends RuntimeException {

	/**
	 * Explains the failure.
	 * @param message names the repository and the reason
	 * @param cause null where no exception led to it
	 */
	public RepositoryException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
