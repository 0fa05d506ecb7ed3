package io.windhover.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Traces through the application, into a receiver of spans.
 */
class TracesIT {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String CALLER = "00f067aa0ba902b7";

	private static final String TRACEPARENT = "00-" + TRACE + "-" + CALLER + "-01";

	private static final String REQUEST = "POST /api/flows/{namespace}/{flowId}/executions";

	private static final JsonMapper JSON = new JsonMapper();

	private final List<String> called = new CopyOnWriteArrayList<>();

	private final List<String> states = new CopyOnWriteArrayList<>();

	private final HttpServer callee;

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	TracesIT() throws IOException {
		this.callee = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.callee.createContext("/", (exchange) -> {
			this.called.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
			this.states.add(String.valueOf(exchange.getRequestHeaders().getFirst("tracestate")));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.callee.start();
	}

	@AfterEach
	void stop() {
		this.callee.stop(0);
	}

	@Test
	void allThatAnExecutionDoesBelongsToTheTraceOfItsCaller() throws Exception {
		try (SpanReceiver receiver = new SpanReceiver(0);
				WindhoverProcess windhover = WindhoverProcess
					.start(this.directory, "--management.opentelemetry.tracing.export.otlp.endpoint=" + receiver.url(),
							"--management.tracing.sampling.probability=0",
							"--management.opentelemetry.tracing.export.schedule-delay=200ms")
					.awaitReady()) {
			createTopic(windhover);
			putFlows(windhover);
			String id = post(windhover, "/api/flows/demo/parent/executions?wait=PT60S", TRACEPARENT).get("id")
				.asString();
			Awaitility.await().atMost(PATIENCE).until(() -> {
				List<String> names = receiver.spans(TRACE).stream().map(Span::getName).toList();
				return names.contains(REQUEST) && names.stream().filter((name) -> name.startsWith("RUN ")).count() == 3;
			});
			List<Span> spans = receiver.spans(TRACE);
			assertThat(spans).extracting(Span::getSpanId).doesNotHaveDuplicates();
			Span execution = named(spans, "RUN demo.parent");
			Span request = parent(spans, execution);
			assertThat(request.getName()).isEqualTo(REQUEST);
			assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
			assertThat(SpanReceiver.hex(request.getParentSpanId())).isEqualTo(CALLER);
			assertThat(SpanReceiver.attributes(request.getAttributesList()))
				.containsEntry("http.response.status_code", "201")
				.containsEntry("http.request.method", "POST");
			assertThat(request.getEndTimeUnixNano()).as("it has waited for the end")
				.isGreaterThanOrEqualTo(execution.getEndTimeUnixNano());
			assertThat(execution.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
			assertThat(SpanReceiver.attributes(execution.getAttributesList())).containsEntry("cicd.pipeline.run.id", id)
				.containsEntry("cicd.pipeline.result", "success")
				.containsEntry("windhover.state", "WARNING");
			assertThat(SpanReceiver.attributes(receiver.resources().get(0).getResource().getAttributesList()))
				.containsEntry("service.name", "windhover");
			Span http = attempt(spans, "http", execution);
			assertThat(this.called).containsExactly(traceparent(http));
			assertThat(this.states).containsExactly("vendor=1,other=2");
			assertThat(spans).as("over subflow and topic")
				.extracting(Span::getTraceState)
				.containsOnly("vendor=1,other=2");
			Span each = child(spans, execution, "each");
			assertThat(children(spans, each)).extracting(Span::getName).containsExactly("say", "say");
			Span no = child(spans, execution, "no");
			assertThat(children(spans, no)).hasSize(2)
				.allSatisfy((attempt) -> assertThat(attempt.getStatus().getCode())
					.isEqualTo(Status.StatusCode.STATUS_CODE_ERROR));
			Span call = child(spans, execution, "call");
			Span child = child(spans, call, "RUN demo.child");
			Span script = attempt(spans, "script", child);
			assertThat(outputs(windhover, script)).isEqualTo(traceparent(script));
			// over a topic
			Span produce = attempt(spans, "produce", execution);
			Span listener = child(spans, produce, "RUN demo.listener");
			assertThat(children(spans, listener)).extracting(Span::getName).containsExactly("heard");
			assertThat(spans).allSatisfy((span) -> assertThat(span.getEndTimeUnixNano())
				.isGreaterThanOrEqualTo(span.getStartTimeUnixNano()));
			// none begins here at this probability, and an unsampled one stays so
			String other = "1234567890abcdef1234567890abcdef";
			String sampled = "abcdefabcdefabcdefabcdefabcdefab";
			post(windhover, "/api/flows/demo/child/executions?wait=PT60S", null);
			post(windhover, "/api/flows/demo/calling/executions?wait=PT60S", "00-" + other + "-" + CALLER + "-00");
			assertThat(this.called.get(1)).startsWith("00-" + other + "-").endsWith("-00").doesNotContain(CALLER);
			post(windhover, "/api/webhooks/demo/child/0123456789abcdef?wait=PT60S",
					"00-" + sampled + "-" + CALLER + "-01");
			Awaitility.await().atMost(PATIENCE).until(() -> !receiver.spans(sampled).isEmpty());
			assertThat(receiver.spans(sampled).get(0).getTraceState()).as("webhook").isEqualTo("vendor=1,other=2");
			Awaitility.await().atMost(PATIENCE).until(() -> receiver.spans(sampled).size() == 4);
			Span hook = parent(receiver.spans(sampled), named(receiver.spans(sampled), "RUN demo.child"));
			assertThat(hook.getName()).isEqualTo("POST /api/webhooks/{namespace}/{flowId}/{key}");
			assertThat(hook.toString()).doesNotContain("0123456789abcdef");
			// what only reads begins no trace, and neither does the port of the operators
			assertThat(windhover.get(windhover.api("/api/executions/" + id)).has("id")).isTrue();
			windhover.send(WindhoverProcess.request(windhover.management("/info"))
				.header("traceparent", TRACEPARENT.replace(TRACE, other))
				.GET());
			// a replay begins a trace of its own, which is not sampled here
			post(windhover, "/api/executions/" + id + "/replay", TRACEPARENT, "{\"from\": \"each\"}");
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> receiver.spans(TRACE)
					.stream()
					.anyMatch((span) -> span.getName().equals("POST /api/executions/{id}/replay")));
			assertThat(receiver.spans()).extracting((span) -> SpanReceiver.hex(span.getTraceId()))
				.containsOnly(TRACE, sampled);
			assertExemplars(windhover);
		}
	}

	@Test
	void noSpanIsLostWhileItsReceiverIsAwayAndTheProcessIsKilled() throws Exception {
		int port = FreePorts.next();
		String[] settings = {
				"--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:%d/v1/traces".formatted(port),
				"--management.tracing.sampling.probability=1" };
		List<String> ids = new ArrayList<>();
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory, settings).awaitReady()) {
			putFlows(windhover);
			for (int i = 0; i < 5; i++) {
				ids.add(post(windhover, "/api/flows/demo/child/executions?wait=PT60S", null).get("id").asString());
			}
			Awaitility.await().atMost(PATIENCE).until(() -> windhover.logText().contains("they wait in Kafka"));
			windhover.kill();
			try (SpanReceiver receiver = new SpanReceiver(port);
					WindhoverProcess again = windhover.restart().awaitReady()) {
				Awaitility.await().atMost(PATIENCE).until(() -> runs(receiver).containsAll(ids));
				assertThat(receiver.spans()).filteredOn((span) -> span.getName().equals("script")).hasSize(5);
				Awaitility.await()
					.atMost(PATIENCE)
					.until(() -> Scrape.of(again.text(again.management("/prometheus")))
						.sum("traces_exported_count_total") == 15);
			}
		}
	}

	@Test
	void whereItIsOffNothingOfItRuns() throws Exception {
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory).awaitReady()) {
			putFlows(windhover);
			post(windhover, "/api/flows/demo/calling/executions?wait=PT60S", TRACEPARENT);
			assertThat(this.called).containsExactly("null");
			assertThat(this.states).containsExactly("null");
			assertThat(windhover.committed("windhover-executions")).isNotEmpty()
				.allSatisfy((each) -> assertThat(each.value()).doesNotContain("\"trace\""));
			assertThat(windhover.text(windhover.management("/threaddump"))).contains("windhover-indexer")
				.doesNotContain("windhover-traces", "BatchSpanProcessor", "opentelemetry");
			assertThat(
					Scrape.of(windhover.text(windhover.management("/prometheus"))).sum("traces_exported_count_total"))
				.isZero();
		}
	}

	private void putFlows(WindhoverProcess windhover) {
		windhover.put("demo", "child", """
				namespace: demo
				id: child
				tasks: [{id: script, type: shell, command: "echo $TRACEPARENT"}]
				triggers: [{id: hook, type: webhook, key: 0123456789abcdef}]
				""");
		windhover.put("demo", "calling", """
				namespace: demo
				id: calling
				tasks: [{id: http, type: http, uri: "%s"}]
				""".formatted(url()));
		windhover.put("demo", "parent",
				"""
						namespace: demo
						id: parent
						tasks:
						  - {id: http, type: http, uri: "%s"}
						  - {id: each, type: for-each, items: [1, 2], tasks: [{id: say, type: log, message: "{{ item }}"}]}
						  - {id: no, type: fail, message: no luck, allowFailure: true, retry: {type: constant, delay: PT0.1S, maxAttempts: 2}}
						  - {id: call, type: subflow, namespace: demo, flowId: child}
						  - {id: produce, type: kafka-produce, topic: traced, value: hello}
						"""
					.formatted(url()));
		windhover.put("demo", "listener", """
				namespace: demo
				id: listener
				tasks: [{id: heard, type: log, message: "{{ trigger.value }}"}]
				triggers: [{id: records, type: kafka, topic: traced, interval: PT1S, startFrom: earliest}]
				""");
	}

	private String url() {
		return "http://127.0.0.1:%d/".formatted(this.callee.getAddress().getPort());
	}

	private static void createTopic(WindhoverProcess windhover) throws Exception {
		try (Admin admin = Admin
			.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + windhover.brokerPort()))) {
			admin.createTopics(List.of(new NewTopic("traced", 1, (short) 1))).all().get();
		}
	}

	private static JsonNode post(WindhoverProcess windhover, String path, @Nullable String traceparent) {
		return post(windhover, path, traceparent, "{}");
	}

	private static JsonNode post(WindhoverProcess windhover, String path, @Nullable String traceparent, String body) {
		var request = WindhoverProcess.request(windhover.api(path)).header("Content-Type", "application/json");
		if (traceparent != null) {
			// two lines are one list
			request.header("traceparent", traceparent).header("tracestate", "vendor=1").header("tracestate", "other=2");
		}
		HttpResponse<String> response = windhover.send(request.POST(BodyPublishers.ofString(body)));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
		return JSON.readTree(response.body());
	}

	private static List<String> runs(SpanReceiver receiver) {
		return receiver.spans()
			.stream()
			.filter((span) -> span.getName().startsWith("RUN "))
			.map((span) -> SpanReceiver.attributes(span.getAttributesList()).get("cicd.pipeline.run.id"))
			.toList();
	}

	private static String traceparent(Span span) {
		return "00-" + SpanReceiver.hex(span.getTraceId()) + "-" + SpanReceiver.hex(span.getSpanId()) + "-01";
	}

	private static String outputs(WindhoverProcess windhover, Span script) {
		Map<String, String> attributes = SpanReceiver.attributes(script.getAttributesList());
		return windhover.get(windhover.api("/api/executions/" + attributes.get("cicd.pipeline.run.id")))
			.at("/taskRuns/0/outputs/stdout")
			.asString();
	}

	private static Span parent(List<Span> spans, Span child) {
		return one(spans.stream().filter((span) -> span.getSpanId().equals(child.getParentSpanId())).toList(),
				"parent of " + child.getName());
	}

	private static Span named(List<Span> spans, String name) {
		return one(spans.stream().filter((span) -> span.getName().equals(name)).toList(), name);
	}

	private static List<Span> children(List<Span> spans, Span parent) {
		return spans.stream().filter((span) -> span.getParentSpanId().equals(parent.getSpanId())).toList();
	}

	private static Span child(List<Span> spans, Span parent, String name) {
		return named(children(spans, parent), name);
	}

	private static Span attempt(List<Span> spans, String task, Span execution) {
		return child(spans, child(spans, execution, task), task + " attempt");
	}

	private static Span one(List<Span> spans, String name) {
		assertThat(spans).as(name).hasSize(1);
		return spans.get(0);
	}

	/** Prometheus asks for them with OpenMetrics. */
	private static void assertExemplars(WindhoverProcess windhover) {
		String text = windhover
			.send(WindhoverProcess.request(windhover.management("/prometheus"))
				.header("Accept", "application/openmetrics-text;version=1.0.0")
				.GET())
			.body();
		for (String meter : List.of("worker_ended_count_total", "executor_execution_end_count_total",
				"executor_taskrun_ended_count_total", "worker_ended_duration_seconds_count")) {
			assertThat(text.lines().filter((line) -> line.startsWith(meter + "{"))).as(meter)
				.anyMatch((line) -> line.contains("trace_id=\"" + TRACE + "\""));
		}
	}

}
