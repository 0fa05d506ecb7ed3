package io.windhover.management.operation;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What an operation answers.
 */
public final class OperationDescriptors {

	private OperationDescriptors() {
	}

	/**
	 * An operation that is done, or will be.
	 *
	 * @param target what it was done to
	 */
	public record Accepted(String operation, String target, String outcome) implements OperationResponseBody {
	}

	/**
	 * A problem as of RFC 9457.
	 */
	public record Problem(String type, String title, int status, String detail, String hint, String operation,
			String target) implements OperationResponseBody {
	}

}
