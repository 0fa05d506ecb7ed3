package io.windhover.problem;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * A problem as RFC 9457 has it, for whoever answers without the controllers' own means.
 *
 * @param instance path that was asked for
 * @param hint what to do
 */
public record Problem(String type, String title, int status, String detail, String instance, String hint) {

	/** The type of all problems: their status says enough. */
	public static final String TYPE = "about:blank";

	/**
	 * Of a status that may be none of those that Spring knows.
	 */
	public static Problem of(int status, String detail, HttpServletRequest request, @Nullable String hint) {
		HttpStatus known = HttpStatus.resolve(status);
		return new Problem(TYPE, (known != null) ? known.getReasonPhrase() : "Error", status, detail,
				ShownPath.of(request), (hint != null) ? hint : hint(status));
	}

	/**
	 * What to do about a status of which nothing more is known.
	 */
	public static String hint(int status) {
		return switch (status) {
			case 404 -> "GET / on the management port lists its routes, GET /api/openapi.json those of the API.";
			case 405 -> "Use a method of the Allow header.";
			case 406 -> "Accept application/json.";
			case 409 -> "Read the present state, and ask again when it allows this.";
			case 413, 414, 431 -> "Make the request smaller.";
			case 415 -> "Send application/json.";
			case 429, 503 -> "Try again later.";
			default -> (status < 500) ? "Correct the request as the detail says."
					: "This is a fault of Windhover, not of the request; its log has the cause.";
		};
	}

	/**
	 * As JSON in UTF-8.
	 */
	public byte[] toJson() {
		return JsonMapper.shared().writeValueAsBytes(this);
	}

	/**
	 * Makes it the whole answer, its status included.
	 */
	public void send(HttpServletResponse response) throws IOException {
		byte[] body = toJson();
		response.setStatus(this.status);
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
