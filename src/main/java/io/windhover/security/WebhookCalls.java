package io.windhover.security;

import java.util.Set;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The calls of webhooks: the key in the path lets their callers in, so they need no user.
 */
public final class WebhookCalls {

	private static final Pattern PATH = Pattern.compile("/api/webhooks/[^/]+/[^/]+/[^/]+");

	private static final Set<String> METHODS = Set.of("GET", "POST", "PUT");

	private WebhookCalls() {
	}

	/**
	 * Whether it is one, with a key that is right or wrong.
	 */
	public static boolean isCall(HttpServletRequest request) {
		return METHODS.contains(request.getMethod()) && PATH.matcher(request.getRequestURI()).matches();
	}

}
