package io.windhover.management.tracing;

import java.io.IOException;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.windhover.execution.trace.Trace;
import io.windhover.http.RequestTrace;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Makes a span of each request to the API that belongs to a trace or begins one, so that
 * nothing is missing between a caller and its execution. What only reads and came without
 * a trace begins none: most of that is polling. The path is in no span, since that of a
 * webhook holds its key.
 */
class RequestSpans extends OncePerRequestFilter {

	private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");

	private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");

	private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

	private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

	private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

	private static final Set<String> KNOWN_METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH",
			"TRACE", "CONNECT");

	private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

	private static final String WEBHOOKS = "/api/webhooks/";

	private static final int FIRST_ERROR = 500;

	private final Tracer tracer;

	RequestSpans(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	@SuppressWarnings("try") // the scope is there to be closed
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Trace caller = Trace.parse(RequestTrace.of(request));
		if (caller == null && !mayStart(request)) {
			chain.doFilter(request, response);
			return;
		}
		Span span = begin(request, caller);
		SpanContext context = span.getSpanContext();
		RequestTrace.within(request, new Trace(context.getTraceId(), null, context.isSampled(),
				(caller != null) ? caller.tracestate() : null)
			.headers(context.getSpanId()));
		Throwable failure = null;
		try (Scope scope = span.makeCurrent()) {
			chain.doFilter(request, response);
		}
		catch (ServletException | IOException | RuntimeException | Error ex) {
			failure = ex;
			throw ex;
		}
		finally {
			if (failure == null && request.isAsyncStarted()) {
				request.getAsyncContext().addListener(new LaterEnd(span, request, response));
			}
			else {
				end(span, request, response, failure);
			}
		}
	}

	private static boolean mayStart(HttpServletRequest request) {
		return !READING.contains(request.getMethod()) || request.getRequestURI().startsWith(WEBHOOKS);
	}

	private Span begin(HttpServletRequest request, @Nullable Trace caller) {
		String method = method(request);
		return this.tracer.spanBuilder(method)
			.setSpanKind(SpanKind.SERVER)
			.setParent(parent(caller))
			.setAttribute(METHOD, method)
			.setAttribute(SCHEME, request.getScheme())
			.startSpan();
	}

	private static Context parent(@Nullable Trace caller) {
		return (caller != null) ? Context.root().with(Span.wrap(TraceStateReader.caller(caller))) : Context.root();
	}

	private static void end(Span span, HttpServletRequest request, HttpServletResponse response,
			@Nullable Throwable failure) {
		if (span.isRecording()) {
			int status = (failure != null) ? FIRST_ERROR : response.getStatus();
			span.setAttribute(STATUS, (long) status);
			Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
			if (route != null) {
				span.setAttribute(ROUTE, route.toString());
				span.updateName(method(request) + " " + route);
			}
			if (status >= FIRST_ERROR) {
				span.setAttribute(ERROR, Integer.toString(status));
				span.setStatus(StatusCode.ERROR);
			}
		}
		span.end();
	}

	/** As OpenTelemetry's conventions have it, so that names stay few. */
	private static String method(HttpServletRequest request) {
		return KNOWN_METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
	}

	/**
	 * Of what is answered later, on another thread.
	 */
	private record LaterEnd(Span span, HttpServletRequest request,
			HttpServletResponse response) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			end(this.span, this.request, this.response, event.getThrowable());
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			// what follows is the completion
		}

		@Override
		public void onError(AsyncEvent event) {
			// what follows is the completion
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			event.getAsyncContext().addListener(this);
		}

	}

}
