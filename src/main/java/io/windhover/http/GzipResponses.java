package io.windhover.http;

import java.util.Collections;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;

/**
 * Responses that are compressed by whoever writes them; the web server leaves them as
 * they are.
 */
public final class GzipResponses {

	private static final String GZIP = "gzip";

	private static final Pattern ACCEPTED = Pattern
		.compile("(?i)(^|,)\\s*gzip\\s*(;\\s*q=(0\\.\\d*[1-9]\\d*|1[.0]*)\\s*)?(,|$)");

	private GzipResponses() {
	}

	/**
	 * Whether the client accepts gzip, which the response then announces: what is written
	 * to it must be compressed.
	 */
	public static boolean begin(HttpServletRequest request, HttpServletResponse response) {
		response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
		boolean accepted = ACCEPTED
			.matcher(String.join(",", Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING))))
			.find();
		if (accepted) {
			response.setHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
		}
		return accepted;
	}

}
