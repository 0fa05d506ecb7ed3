package io.windhover.security;

import java.util.Locale;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The requests that create executions of a flow.
 */
public final class CreateRequests {

	private static final Pattern PATH = Pattern.compile("/api/flows/[^/]+/[^/]+/executions");

	private CreateRequests() {
	}

	/**
	 * Whether it is a POST to the executions of a flow, by its path as sent.
	 */
	public static boolean isOne(HttpServletRequest request) {
		return "POST".equals(request.getMethod()) && PATH.matcher(String.valueOf(request.getRequestURI())).matches();
	}

	/** Whether it may come with files. */
	public static boolean isUpload(HttpServletRequest request) {
		@Nullable String type = request.getContentType();
		return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data") && isOne(request);
	}

}
