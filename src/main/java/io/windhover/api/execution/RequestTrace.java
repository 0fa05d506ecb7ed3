package io.windhover.api.execution;

import java.util.Collections;
import java.util.List;

import io.windhover.execution.TraceHeaders;
import jakarta.servlet.http.HttpServletRequest;

/**
 * The trace of a request.
 */
public final class RequestTrace {

	private RequestTrace() {
	}

	/**
	 * What the request says of it. Several lines of {@code tracestate} are one list.
	 */
	public static TraceHeaders of(HttpServletRequest request) {
		List<String> states = Collections.list(request.getHeaders(TraceHeaders.TRACESTATE));
		return new TraceHeaders(request.getHeader(TraceHeaders.TRACEPARENT),
				states.isEmpty() ? null : String.join(",", states));
	}

}
