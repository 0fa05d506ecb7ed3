package io.windhover.security;

import java.util.Set;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Tells reading from writing, by method.
 */
public final class Requests {

	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

	private Requests() {
	}

	/**
	 * Whether its method is GET, HEAD or OPTIONS.
	 */
	public static boolean reads(HttpServletRequest request) {
		return READING.contains(request.getMethod());
	}

}
