package io.windhover.management.endpoint;

import java.io.IOException;

import io.windhover.management.browser.JsonPages;
import io.windhover.topic.Json;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers every failed request of the management port that has no body yet as problem
 * JSON, those included that Tomcat refuses before any servlet sees them. Nothing on this
 * port may be kept by a cache.
 */
class ProblemValve extends ErrorReportValve {

	private static final Logger logger = LoggerFactory.getLogger(ProblemValve.class);

	private final JsonPages pages;

	ProblemValve(JsonPages pages) {
		this.pages = pages;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Vary", "Accept");
		super.invoke(request, response);
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		if (response.getStatus() == HttpStatus.NOT_IMPLEMENTED.value()) {
			// an unknown method or transfer coding is the client's mistake
			response.setStatus(HttpStatus.BAD_REQUEST.value());
		}
		int code = response.getStatus();
		if (code < 400 || response.getContentWritten() > 0 || response.isCommitted()) {
			return;
		}
		response.setErrorReported();
		if (throwable != null && code >= 500) {
			logger.error("{} {} failed", request.getMethod(), request.getRequestURI(), throwable);
		}
		try {
			byte[] body = Json.mapper().writeValueAsBytes(problem(code, request, response));
			byte[] page = JsonPages.wanted(request) ? this.pages.page(request, body) : null;
			if (page != null) {
				this.pages.send(page, response);
			}
			else {
				response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
				response.setContentLength(body.length);
				response.getOutputStream().write(body);
			}
			response.finishResponse();
		}
		catch (IOException ex) {
			logger.debug("The client left before it was told of its problem", ex);
		}
	}

	private static Problem problem(int code, Request request, Response response) {
		HttpStatus status = HttpStatus.resolve(code);
		String title = (status != null) ? status.getReasonPhrase() : "Error";
		String message = response.getMessage();
		return new Problem("about:blank", title, code,
				(message != null && !message.isBlank() && code < 500) ? message : detail(code),
				request.getRequestURI());
	}

	private static String detail(int code) {
		return switch (code) {
			case 400 -> "The request is malformed";
			case 404 -> "There is nothing of this name here; GET / lists what there is";
			case 405 -> "This method is not for this path";
			case 406 -> "This comes as JSON only";
			default -> (code < 500) ? "The request was refused" : "The request failed; the log tells why";
		};
	}

	/** A problem as RFC 9457 has it. */
	record Problem(String type, String title, int status, String detail, @Nullable String instance) {
	}

}
