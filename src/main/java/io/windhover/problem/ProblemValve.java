package io.windhover.problem;

import java.io.IOException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/**
 * Answers every failed request that has no body yet as problem JSON, those included that
 * Tomcat refuses before any servlet sees them, such as an encoded slash in a path.
 */
public class ProblemValve extends ErrorReportValve {

	private static final Logger logger = LoggerFactory.getLogger(ProblemValve.class);

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		if (response.getStatus() == HttpStatus.NOT_IMPLEMENTED.value()) {
			// an unknown method or transfer coding is the client's mistake
			response.setStatus(HttpStatus.BAD_REQUEST.value());
		}
		if (throwable instanceof RequestBodyException ex) {
			response.setStatus(ex.status());
		}
		int code = response.getStatus();
		if (code < 400 || response.getContentWritten() > 0 || response.isCommitted()) {
			return;
		}
		// false where somebody set the status and no more, which is an answer as well
		response.setErrorReported();
		if (throwable != null && code >= 500 && !(throwable instanceof RequestBodyException)) {
			logger.error("{} {} failed", request.getMethod(), ShownPath.of(request), throwable);
		}
		try {
			Problem problem = (throwable instanceof RequestBodyException ex)
					? Problem.of(code, String.valueOf(ex.getMessage()), request, ex.hint())
					: problem(code, request, response);
			problem.send(response);
			response.finishResponse();
		}
		catch (IOException ex) {
			logger.debug("The client left before it was told of its problem", ex);
		}
	}

	private static Problem problem(int code, Request request, Response response) {
		String message = response.getMessage();
		boolean told = message != null && !message.isBlank() && code < 500;
		return Problem.of(code, told ? message : detail(code, request), request, told ? null : hint(code, request));
	}

	private static String detail(int code, Request request) {
		return switch (code) {
			case 400 -> "The request is malformed";
			case 404 -> "There is nothing at " + ShownPath.of(request);
			case 405 -> "There is no " + request.getMethod() + " of " + ShownPath.of(request);
			case 406 -> "This does not come as the media types of the Accept header";
			default -> (code < 500) ? "The request was refused" : "The request failed; the log has the reason";
		};
	}

	private static @Nullable String hint(int code, Request request) {
		return switch (code) {
			case 404 -> "GET " + above(request.getRequestURI()) + " lists what there is";
			case 406 -> "Ask for application/json";
			default -> null;
		};
	}

	/**
	 * The list that a path would be found by: that of its first part, or the root.
	 */
	private static String above(String path) {
		int second = path.indexOf('/', 1);
		return (second > 0 && second < path.length() - 1) ? path.substring(0, second) : "/";
	}

}
