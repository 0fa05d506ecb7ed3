package io.windhover.file;

import java.io.IOException;

/**
 * A file is larger than one may be.
 */
public class FileTooLargeException extends IOException {

	private static final long serialVersionUID = 1;

	/**
	 * Explains the limit.
	 * @param message names the limit in bytes and the property that raises it
	 */
	public FileTooLargeException(String message) {
		super(message);
	}

}
