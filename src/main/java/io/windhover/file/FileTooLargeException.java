package io.windhover.file;

import java.io.IOException;

/**
 * A file is larger than one may be.
 */
public class FileTooLargeException extends IOException {

	private static final long serialVersionUID = 1;

	public FileTooLargeException(String message) {
		super(message);
	}

}
