package io.windhover.problem;

import java.io.IOException;

/**
 * The body of a request did not arrive or is too large, which its sender and not its
 * reader has to answer for.
 */
public class RequestBodyException extends IOException {

	private static final long serialVersionUID = 1;

	private final int status;

	private final String hint;

	/**
	 * Ends the reading of a body.
	 * @param status to answer with
	 * @param hint what the client can do
	 */
	public RequestBodyException(int status, String detail, String hint) {
		super(detail);
		this.status = status;
		this.hint = hint;
	}

	/**
	 * The HTTP status to answer with: 408, 413 or 503.
	 */
	public int status() {
		return this.status;
	}

	/**
	 * What the client can do, for the {@code hint} of the problem.
	 */
	public String hint() {
		return this.hint;
	}

}
