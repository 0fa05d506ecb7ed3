package io.windhover.management.tracing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.windhover.execution.Execution;
import io.windhover.execution.Job;
import io.windhover.execution.State;
import io.windhover.execution.trace.CurrentSpan;
import io.windhover.execution.trace.Trace;
import io.windhover.execution.trace.Tracing;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import io.windhover.system.SpanReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The parts that Spring Boot makes, with the receiver and the registry that they are for.
 */
class TracingConfigurationTests {

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint=";

	private static final Trace TRACE = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(OpenTelemetryOnly.class)
		// without the role indexer nothing reads topics
		.withPropertyValues("windhover.roles=api", "spring.application.name=windhover");

	@Test
	void withoutAnEndpointThereIsNothing() {
		this.application.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(Tracing.class)
			.doesNotHaveBean(CurrentSpan.class)
			.doesNotHaveBean(SpanExporter.class)
			.doesNotHaveBean(io.opentelemetry.api.OpenTelemetry.class));
	}

	@Test
	void theExporterOfSpringBootSendsWhatAReceiverUnderstands() throws Exception {
		try (SpanReceiver receiver = new SpanReceiver(0)) {
			String[] settings = { ENDPOINT + receiver.url(), "management.tracing.sampling.probability=0.5" };
			this.application.withPropertyValues(settings).run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Tracing.class)).isEqualTo(new Tracing(true, 0.5));
				SpanExport export = new SpanExport(context.getBean(SpanExporter.class), Clock.systemUTC());
				assertThat(export.send(spans(context.getBean(Resource.class)), () -> true)).isTrue();
				assertThat(export.exported()).isEqualTo(1);
			});
			assertThat(receiver.spans(TRACE.id())).singleElement().satisfies((span) -> {
				assertThat(span.getName()).isEqualTo("RUN demo.a");
				assertThat(SpanReceiver.hex(span.getSpanId())).isEqualTo(Trace.spanId("e1"));
				assertThat(SpanReceiver.hex(span.getParentSpanId())).isEqualTo(TRACE.parent());
				assertThat(span.getStatus().getMessage()).isEqualTo("no luck");
				assertThat(SpanReceiver.attributes(span.getAttributesList())).containsEntry("cicd.pipeline.run.id",
						"e1");
			});
			assertThat(SpanReceiver.attributes(receiver.resources().get(0).getResource().getAttributesList()))
				.containsEntry("service.name", "windhover");
		}
	}

	@Test
	void whatTheReceiverRefusesIsKnownByItsStatus() throws Exception {
		try (SpanReceiver receiver = new SpanReceiver(0)) {
			this.application.withPropertyValues(ENDPOINT + receiver.url()).run((context) -> {
				SpanExport export = new SpanExport(context.getBean(SpanExporter.class), Clock.systemUTC());
				receiver.answer(404);
				assertThat(export.send(spans(context.getBean(Resource.class)), () -> true)).isFalse();
				receiver.answer(400);
				assertThat(export.send(spans(context.getBean(Resource.class)), () -> true)).isTrue();
				assertThat(export.lost()).isEqualTo(1);
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "management.tracing.sampling.probability, 10", "management.tracing.sampling.probability, -0.1",
			"management.tracing.sampling.probability, NaN",
			"management.opentelemetry.tracing.export.otlp.transport, grpc" })
	void whatCannotBeIsToldWithItsProperty(String property, String value) {
		this.application
			.withPropertyValues(ENDPOINT + "http://127.0.0.1:1/v1/traces", "%s=%s".formatted(property, value))
			.run((context) -> {
				FailureAnalysis analysis = Objects.requireNonNull(new TracingSettingsFailureAnalyzer()
					.analyze(Objects.requireNonNull(context.getStartupFailure())));
				assertThat(analysis.getDescription()).startsWith("%s is %s".formatted(property, value));
				assertThat(analysis.getAction()).contains(property);
			});
	}

	@Test
	void whereItIsOffItsSettingsDoNotMatter() {
		this.application.withPropertyValues("management.tracing.sampling.probability=10")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void whatIsRecordedWithinASpanHasItAsExemplar() {
		this.application.withPropertyValues(ENDPOINT + "http://127.0.0.1:1/v1/traces").run((context) -> {
			assertThat(context).hasNotFailed();
			PrometheusMeterRegistry registry = context.getBean(PrometheusMeterRegistry.class);
			Counter counter = registry.counter("counted");
			Timer timer = registry.timer("timed");
			context.getBean(CurrentSpan.class).during(TRACE, () -> Trace.spanId("e1"), () -> {
				counter.increment();
				timer.record(Duration.ofMillis(3));
			});
			String scrape = registry.scrape("application/openmetrics-text");
			String exemplar = "# {span_id=\"" + Trace.spanId("e1") + "\",trace_id=\"" + TRACE.id() + "\"}";
			assertThat(scrape.lines().filter((line) -> line.startsWith("counted_total"))).singleElement()
				.asString()
				.contains(exemplar);
			assertThat(scrape.lines().filter((line) -> line.startsWith("timed_seconds_count"))).singleElement()
				.asString()
				.contains(exemplar);
		});
	}

	@Test
	void theSpanOfAnAttemptIsThatOfItsThreadWhileItRuns() {
		this.application.withPropertyValues(ENDPOINT + "http://127.0.0.1:1/v1/traces").run((context) -> {
			WorkerTask task = new WorkerTask("a", "log", Map.of(), TaskOptions.NONE, WorkerTask.OnWorkerLoss.RETRY);
			Job job = new Job("e1", "e1.a", 2, "demo", "a", 1, task, Map.of(), Instant.EPOCH, null, null, TRACE);
			context.getBean(CurrentSpan.class)
				.during(job.trace(), job::spanId,
						() -> assertThat(Span.current().getSpanContext()).satisfies((current) -> {
							assertThat(current.getTraceId()).isEqualTo(TRACE.id());
							assertThat(current.getSpanId()).isEqualTo(Trace.spanId("e1.a", 2));
							assertThat(current.isSampled()).isTrue();
						}));
			assertThat(Span.current().getSpanContext().isValid()).isFalse();
		});
	}

	private static List<SpanData> spans(Resource resource) {
		Instant start = Instant.parse("2026-01-01T00:00:00Z");
		Execution execution = new Execution("e1", "demo", "a", 1, State.FAILED, List.of(), Map.of(), Map.of(), null,
				null, null, null, start, start, start.plusSeconds(1), "no luck", null, false, null, 0, 3, null, TRACE,
				null);
		return new Spans(resource).of(execution);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration",
			"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration" })
	@Import(TracingConfiguration.class)
	static class OpenTelemetryOnly {

	}

}
