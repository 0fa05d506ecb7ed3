package io.windhover.problem;

import java.io.IOException;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param hint what to do; null where the detail says it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(String type, String title, int status, String detail, String instance, @Nullable String hint) {

	/**
	 * Of a status that may be none of those that Spring knows.
	 */
	public static Problem of(int status, String detail, HttpServletRequest request, @Nullable String hint) {
		HttpStatus known = HttpStatus.resolve(status);
		return new Problem("about:blank", (known != null) ? known.getReasonPhrase() : "Error", status, detail,
				request.getRequestURI(), hint);
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
