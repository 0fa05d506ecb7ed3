package io.windhover.file;

import java.io.IOException;

/**
 * There is no file at an address, or not where this instance looks.
 */
public class FileMissingException extends IOException {

	private static final long serialVersionUID = 1;

	public FileMissingException(String message) {
		super(message);
	}

}
