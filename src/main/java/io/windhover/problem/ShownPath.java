package io.windhover.problem;

import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The path of a request as answers, logs and the audit may show it: the end of a
 * webhook's is what lets its caller in.
 */
public final class ShownPath {

	private static final Pattern WEBHOOK = Pattern.compile("(?i)(.*/webhooks/+[^/]+/+[^/]+/+).+");

	private ShownPath() {
	}

	/**
	 * Of a request that may be so malformed that it has none.
	 */
	public static String of(HttpServletRequest request) {
		String path = request.getRequestURI();
		return (path != null) ? of(path) : "/";
	}

	/**
	 * Hides the key of a webhook behind asterisks, and leaves any other path as it is.
	 */
	public static String of(String path) {
		return WEBHOOK.matcher(path).replaceFirst("$1******");
	}

}
