package io.windhover.file;

import java.io.IOException;

/**
 * There is no file at an address, or not where this instance looks.
 */
public class FileMissingException extends IOException {

	private static final long serialVersionUID = 1;

	/**
	 * Has no cause; a store that knows one sets it afterwards.
	 * @param message names the file, where it was looked for, and why it may not be there
	 */
	public FileMissingException(String message) {
		super(message);
	}

}
