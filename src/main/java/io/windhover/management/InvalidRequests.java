package io.windhover.management;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * Refuses requests to the endpoints with a reason that the caller also sees.
 */
public final class InvalidRequests {

	private InvalidRequests() {
	}

	/**
	 * The exception that becomes an answer with status 400.
	 * @param reason what is wrong with the request, for the caller and for the log
	 */
	public static InvalidEndpointRequestException invalid(String reason) {
		return new InvalidEndpointRequestException(reason, reason);
	}

}
