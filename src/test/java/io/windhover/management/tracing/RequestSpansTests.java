package io.windhover.management.tracing;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.windhover.execution.trace.Trace;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.http.RequestTrace;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RequestSpansTests {

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String CALLER = "00f067aa0ba902b7";

	private static final String ROUTE = "/api/flows/{namespace}/{flowId}/executions";

	private final List<SpanData> spans = new CopyOnWriteArrayList<>();

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/flows/demo/a/executions");

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private TraceHeaders handled = TraceHeaders.NONE;

	@Test
	void itStandsBetweenTheCallerAndWhatItCreates() throws Exception {
		this.request.addHeader("traceparent", "00-" + TRACE + "-" + CALLER + "-01");
		this.request.addHeader("tracestate", "vendor=1");
		filter(0, this::handle);
		assertThat(this.spans).singleElement().satisfies((span) -> {
			assertThat(span.getTraceId()).isEqualTo(TRACE);
			assertThat(span.getParentSpanId()).isEqualTo(CALLER);
			assertThat(span.getSpanContext().getTraceState().get("vendor")).isEqualTo("1");
			assertThat(span.getName()).isEqualTo("POST " + ROUTE);
			assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
			assertThat(attribute(span, "http.request.method")).isEqualTo("POST");
			assertThat(attribute(span, "http.route")).isEqualTo(ROUTE);
			assertThat(attribute(span, "url.scheme")).isEqualTo("http");
			assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code"))).isEqualTo(201);
			assertThat(this.handled)
				.isEqualTo(new TraceHeaders("00-%s-%s-01".formatted(TRACE, span.getSpanId()), "vendor=1"));
		});
		assertThat(Span.current().getSpanContext().isValid()).isFalse();
	}

	@Test
	void whatWasNotSampledIsHandedOnAndNotExported() throws Exception {
		this.request.addHeader("traceparent", "00-" + TRACE + "-" + CALLER + "-00");
		filter(1, this::handle);
		assertThat(this.spans).isEmpty();
		assertThat(this.handled.traceparent()).startsWith("00-" + TRACE).endsWith("-00").doesNotContain(CALLER);
	}

	@Test
	void withoutACallerTheProbabilityDecidesForTheExecutionToo() throws Exception {
		this.request.addHeader("traceparent", "not valid");
		this.request.addHeader("tracestate", "vendor=1");
		filter(0, this::handle);
		assertThat(this.spans).isEmpty();
		assertThat(Trace.parse(this.handled)).isNotNull();
		assertThat(this.handled.traceparent()).endsWith("-00");
		filter(1, this::handle);
		assertThat(this.spans).singleElement().satisfies((span) -> {
			assertThat(span.getParentSpanContext().isValid()).isFalse();
			assertThat(this.handled)
				.isEqualTo(new TraceHeaders("00-%s-%s-01".formatted(span.getTraceId(), span.getSpanId()), null));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "HEAD", "OPTIONS" })
	void whatOnlyReadsBeginsNoTrace(String method) throws Exception {
		this.request.setMethod(method);
		filter(1, this::handle);
		assertThat(this.spans).isEmpty();
		assertThat(this.handled).isEqualTo(TraceHeaders.NONE);
		this.request.addHeader("traceparent", "00-" + TRACE + "-" + CALLER + "-01");
		filter(0, this::handle);
		assertThat(this.spans).singleElement().extracting(SpanData::getTraceId).isEqualTo(TRACE);
	}

	@Test
	void aWebhookIsCalledByAnyMethodAndItsKeyIsInNoSpan() throws Exception {
		this.request.setMethod("GET");
		this.request.setRequestURI("/api/webhooks/demo/a/the-key-of-it");
		filter(1, this::handle);
		assertThat(this.spans).singleElement().asString().doesNotContain("the-key-of-it");
	}

	@Test
	void aMethodThatNobodyKnowsIsNotNamed() throws Exception {
		this.request.setMethod("EVIL");
		filter(1, (taken, answer) -> ((HttpServletResponse) answer).setStatus(405));
		assertThat(this.spans).singleElement().satisfies((span) -> {
			assertThat(span.getName()).isEqualTo("_OTHER");
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		});
	}

	@Test
	void whatFailsIsAnError() throws Exception {
		filter(1, (taken, answer) -> ((HttpServletResponse) answer).setStatus(503));
		assertThatExceptionOfType(ServletException.class).isThrownBy(() -> filter(1, (taken, answer) -> {
			throw new ServletException("with the secret of somebody");
		}));
		assertThat(this.spans).extracting((span) -> attribute(span, "error.type")).containsExactly("503", "500");
		assertThat(this.spans).allSatisfy((span) -> {
			assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
			assertThat(span.toString()).doesNotContain("secret");
		});
	}

	@Test
	void whatIsAnsweredLaterEndsThen() throws Exception {
		this.request.setAsyncSupported(true);
		filter(1, (taken, answer) -> {
			handle((HttpServletRequest) taken, (HttpServletResponse) answer);
			taken.startAsync(taken, answer);
		});
		assertThat(this.spans).isEmpty();
		this.response.setStatus(202);
		((MockAsyncContext) Objects.requireNonNull(this.request.getAsyncContext())).complete();
		assertThat(this.spans).singleElement().satisfies((span) -> {
			assertThat(span.getName()).isEqualTo("POST " + ROUTE);
			assertThat(span.getAttributes().get(AttributeKey.longKey("http.response.status_code"))).isEqualTo(202);
		});
	}

	private void handle(jakarta.servlet.ServletRequest taken, jakarta.servlet.ServletResponse answer) {
		this.handled = RequestTrace.of((HttpServletRequest) taken);
		taken.setAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, ROUTE);
		((HttpServletResponse) answer).setStatus(201);
	}

	private void filter(double probability, FilterChain chain) throws ServletException, IOException {
		this.request.removeAttribute(RequestTrace.class.getName());
		SdkTracerProvider provider = SdkTracerProvider.builder()
			.setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(probability)))
			.addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
			.build();
		new RequestSpans(provider.get("test")).doFilter(this.request, this.response, chain);
	}

	private static String attribute(SpanData span, String key) {
		return String.valueOf(span.getAttributes().get(AttributeKey.stringKey(key)));
	}

	private final class Kept implements SpanExporter {

		@Override
		public CompletableResultCode export(Collection<SpanData> ended) {
			RequestSpansTests.this.spans.addAll(ended);
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode flush() {
			return CompletableResultCode.ofSuccess();
		}

		@Override
		public CompletableResultCode shutdown() {
			return CompletableResultCode.ofSuccess();
		}

	}

}
