package io.windhover.management.endpoint;

import java.io.IOException;

import io.windhover.problem.ProblemValve;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * Answers the problems of the management port. Nothing on it may be kept by a cache, but
 * for what says so itself, and at most addresses a browser is answered otherwise.
 */
class ManagementValve extends ProblemValve {

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Vary", "Accept");
		super.invoke(request, response);
	}

}
