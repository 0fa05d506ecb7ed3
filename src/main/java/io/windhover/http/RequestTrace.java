package io.windhover.http;

import java.util.Collections;
import java.util.List;

import io.windhover.execution.trace.TraceHeaders;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The trace of a request, from what makes its span to what handles it.
 */
public final class RequestTrace {

	private static final String ATTRIBUTE = RequestTrace.class.getName();

	private RequestTrace() {
	}

	/**
	 * What an execution that the request creates is called with: the span of the request
	 * where it has one, else what the request says. Several lines of {@code tracestate}
	 * are one list.
	 */
	public static TraceHeaders of(HttpServletRequest request) {
		if (request.getAttribute(ATTRIBUTE) instanceof TraceHeaders span) {
			return span;
		}
		List<String> states = Collections.list(request.getHeaders(TraceHeaders.TRACESTATE));
		return new TraceHeaders(request.getHeader(TraceHeaders.TRACEPARENT),
				states.isEmpty() ? null : String.join(",", states));
	}

	/**
	 * Makes the request's own span the caller of what it creates.
	 */
	public static void within(HttpServletRequest request, TraceHeaders span) {
		request.setAttribute(ATTRIBUTE, span);
	}

}
