package io.windhover.management.security;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.topic.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers a request that goes no further with a problem as of RFC 9457.
 */
final class ProblemResponse {

	private ProblemResponse() {
	}

	static void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail,
			String hint) throws IOException {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", "about:blank");
		problem.put("title", status.getReasonPhrase());
		problem.put("status", status.value());
		problem.put("detail", detail);
		problem.put("instance", request.getRequestURI());
		problem.put("hint", hint);
		byte[] body = Json.mapper().writeValueAsBytes(problem);
		response.setStatus(status.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
	}

}
