package io.windhover.api.web;

import java.io.IOException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Answers what Tomcat refuses before Spring sees it, such as an encoded slash in a path.
 */
public class ProblemReportValve extends ErrorReportValve {

	private static final Log log = LogFactory.getLog(ProblemReportValve.class);

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		if (response.getStatus() == HttpStatus.NOT_IMPLEMENTED.value()) {
			// an unknown method or transfer coding is the client's mistake
			response.setStatus(HttpStatus.BAD_REQUEST.value());
		}
		int status = response.getStatus();
		if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		HttpStatus known = HttpStatus.resolve(status);
		String title = (known != null) ? known.getReasonPhrase() : "Error";
		try {
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			response.setCharacterEncoding("UTF-8");
			response.getReporter()
				.write("{\"title\":\"%s\",\"status\":%d,\"detail\":\"The server refused the request before reading it.\"}"
					.formatted(title, status));
			response.finishResponse();
		}
		catch (IOException ex) {
			log.debug("The client went before it was told of its error", ex);
		}
	}

}
