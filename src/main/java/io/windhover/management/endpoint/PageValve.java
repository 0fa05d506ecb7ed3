package io.windhover.management.endpoint;

import java.io.IOException;

import io.windhover.management.browser.JsonPages;
import io.windhover.problem.Problem;
import io.windhover.problem.ProblemValve;
import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;

/**
 * Shows the problems of the management port as pages to whom they are for. Nothing on
 * this port may be kept by a cache.
 */
class PageValve extends ProblemValve {

	private final JsonPages pages;

	PageValve(JsonPages pages) {
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
	protected void send(Problem problem, Request request, Response response) throws IOException {
		byte[] page = JsonPages.wanted(request) ? this.pages.page(request, problem.toJson()) : null;
		if (page != null) {
			this.pages.send(page, response);
		}
		else {
			super.send(problem, request, response);
		}
	}

}
