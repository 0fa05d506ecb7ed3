package io.windhover.management.security;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.windhover.topic.Json;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Lets no web page of elsewhere in through the browser of somebody on this machine: the
 * host that a request names must be this machine, and so must the origin of what changes
 * something.
 */
class LocalRequestValve extends ValveBase {

	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

	LocalRequestValve() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		String origin = request.getHeader(HttpHeaders.ORIGIN);
		if (!LoopbackNames.isLoopback(request.getServerName())) {
			refuse(request, response, "The Host header '%s' does not name this machine.", request.getServerName());
		}
		else if (origin != null && !READING.contains(request.getMethod()) && !LoopbackNames.isLoopbackOrigin(origin)) {
			refuse(request, response, "A page of origin '%s' may not change anything here.", origin);
		}
		else {
			getNext().invoke(request, response);
		}
	}

	private static void refuse(Request request, Response response, String detail, String name) throws IOException {
		Map<String, Object> problem = new LinkedHashMap<>();
		problem.put("type", "about:blank");
		problem.put("title", HttpStatus.FORBIDDEN.getReasonPhrase());
		problem.put("status", HttpStatus.FORBIDDEN.value());
		problem.put("detail", detail.formatted(name));
		problem.put("instance", request.getRequestURI());
		problem.put("hint", "Ask by http://localhost. To be asked by other names, set windhover.listen-address to an "
				+ "address that is not the loopback address.");
		byte[] body = Json.mapper().writeValueAsBytes(problem);
		response.setStatus(HttpStatus.FORBIDDEN.value());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setContentLength(body.length);
		response.getOutputStream().write(body);
		response.finishResponse();
	}

}
