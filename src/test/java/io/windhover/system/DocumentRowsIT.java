package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.windhover.monitoring.Runbook;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The rows of the document that Windhover comes from, against the running application.
 * The numbers in the names are the rows'; row 10 belongs to the repository in
 * Elasticsearch.
 */
class DocumentRowsIT {

	private static final Duration SOON = Duration.ofMinutes(3);

	private static final JsonMapper JSON = new JsonMapper();

	@TempDir
	static Path directory;

	private static WindhoverProcess windhover;

	private static String sleeper;

	@BeforeAll
	static void runKnownFlows() {
		windhover = WindhoverProcess.start(directory).awaitReady();
		put("ok", """
				tasks:
				  - {id: say, type: log, message: hello}
				  - {id: give, type: return, value: "{{ execution.id }}"}
				""");
		put("failing", """
				tasks:
				  - {id: stop, type: fail, message: on purpose}
				""");
		put("retrying", """
				tasks:
				  - id: third-time
				    type: shell
				    command: "echo attempt; [ {{ taskRun.attempt }} -ge 3 ]"
				    retry: {type: constant, delay: PT0.1S, maxAttempts: 5}
				""");
		put("sleeper", """
				tasks:
				  - {id: rest, type: sleep, duration: PT10M}
				""");
		put("fetching", """
				tasks:
				  - {id: fetch, type: http, uri: "%s"}
				""".formatted(windhover.management("/health")));
		put("scheduled", """
				tasks:
				  - {id: note, type: log, message: "{{ trigger.date }}"}
				triggers:
				  - {id: nightly, type: schedule, cron: "30 2 * * *", timezone: Europe/Paris}
				  - {id: tick, type: schedule, cron: "*/2 * * * * *"}
				""");
		put("polled", """
				tasks:
				  - {id: note, type: log, message: "{{ trigger.status }}"}
				triggers:
				  - {id: poll, type: http-poll, uri: "%s", interval: PT1S}
				""".formatted(windhover.management("/health")));
		for (int i = 0; i < 3; i++) {
			assertState("ok", "SUCCESS");
		}
		assertState("failing", "FAILED");
		assertState("failing", "FAILED");
		assertState("retrying", "SUCCESS");
		assertState("fetching", "SUCCESS");
		sleeper = windhover.create("rows", "sleeper", "{}", "").get("id").asString();
	}

	@AfterAll
	static void stop() {
		windhover.close();
	}

	@Test
	void row01And02ManagementHasItsOwnPortWithPrometheusOnIt() {
		assertThat(windhover.text(windhover.management("/prometheus")))
			.contains("# TYPE worker_started_count_total counter");
		assertThat(status(windhover.api("/prometheus"), "GET", null)).isEqualTo(404);
	}

	@Test
	void row03WorkerMetersCountExactly() {
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			Scrape scrape = scrape();
			assertThat(scrape.sum("worker_started_count_total", flow("ok", "task_type", "log"))).isEqualTo(3);
			assertThat(scrape.sum("worker_started_count_total", flow("ok", "task_type", "return"))).isEqualTo(3);
			assertThat(scrape.sum("worker_started_count_total", flow("retrying", "task_type", "shell"))).isEqualTo(3);
			assertThat(scrape.sum("worker_retried_count_total", flow("retrying", "task_type", "shell"))).isEqualTo(2);
			assertThat(scrape.sum("worker_retried_count_total", flow("ok"))).isZero();
			assertThat(scrape.sum("worker_ended_count_total", flow("retrying", "state", "FAILED"))).isEqualTo(2);
			assertThat(scrape.sum("worker_ended_count_total", flow("retrying", "state", "SUCCESS"))).isEqualTo(1);
			assertThat(scrape.sum("worker_ended_count_total", flow("failing", "state", "FAILED"))).isEqualTo(2);
			assertThat(scrape.sum("worker_ended_count_total", flow("failing", "state", "SUCCESS"))).isZero();
			assertThat(scrape.sum("worker_ended_duration_seconds_count", flow("ok", "state", "SUCCESS"))).isEqualTo(6);
			assertThat(scrape.sum("worker_queued_duration_seconds_count", flow("ok"))).isEqualTo(6);
			assertThat(scrape.sum("worker_running_count", flow("sleeper", "task_type", "sleep"))).isEqualTo(1);
			assertThat(scrape.sum("worker_running_count", flow("ok"))).isZero();
		});
	}

	@Test
	void row04ExecutorMetersCountExactly() {
		Scrape scrape = scrape();
		assertThat(scrape.sum("executor_taskrun_next_count_total", flow("ok"))).isEqualTo(6);
		assertThat(scrape.sum("executor_taskrun_ended_count_total", flow("ok", "state", "SUCCESS"))).isEqualTo(6);
		assertThat(scrape.sum("executor_taskrun_ended_count_total", flow("retrying", "state", "SUCCESS"))).isEqualTo(1);
		assertThat(scrape.sum("executor_taskrun_ended_count_total", flow("retrying", "state", "FAILED"))).isZero();
		assertThat(scrape.sum("executor_taskrun_ended_duration_seconds_count", flow("ok"))).isEqualTo(6);
		assertThat(scrape.sum("executor_workertaskresult_count_total", flow("retrying", "state", "FAILED")))
			.isEqualTo(2);
		assertThat(scrape.sum("executor_workertaskresult_count_total", flow("retrying", "state", "SUCCESS")))
			.isEqualTo(1);
		assertThat(scrape.sum("executor_execution_started_count_total", flow("ok"))).isEqualTo(3);
		assertThat(scrape.sum("executor_execution_end_count_total", flow("ok", "state", "SUCCESS"))).isEqualTo(3);
		assertThat(scrape.sum("executor_execution_end_count_total", flow("failing", "state", "FAILED"))).isEqualTo(2);
		assertThat(scrape.sum("executor_execution_end_count_total", flow("sleeper"))).isZero();
		assertThat(scrape.sum("executor_execution_duration_seconds_count", flow("failing", "state", "FAILED")))
			.isEqualTo(2);
	}

	@Test
	void row05IndexerMetersCountExactly() {
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			Scrape scrape = scrape();
			// an execution has a document when it begins and when it ends
			assertThat(scrape.sum("indexer_count_total", flow("ok", "index", "executions"))).isEqualTo(6);
			// a task run has one when it runs and when it ends
			assertThat(scrape.sum("indexer_count_total", flow("ok", "index", "task-runs"))).isEqualTo(12);
			assertThat(scrape.sum("indexer_count_total", flow("ok", "index", "logs"))).isEqualTo(3);
			assertThat(scrape.sum("indexer_duration_seconds_count", flow("ok", "index", "executions"))).isPositive();
		});
	}

	@Test
	void row06SchedulerMetersCountWhatFired() {
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			Scrape scrape = scrape();
			double fired = scrape.sum("scheduler_trigger_count_total", flow("scheduled", "trigger_type", "schedule"));
			assertThat(fired).isPositive();
			assertThat(scrape.sum("executor_execution_started_count_total", flow("scheduled"))).isEqualTo(fired);
			assertThat(scrape.sum("scheduler_evaluate_duration_seconds_count",
					flow("polled", "trigger_type", "http-poll")))
				.isPositive();
			assertThat(scrape.all("scheduler_evaluate_running_count", flow("polled", "trigger_type", "http-poll")))
				.isNotEmpty();
			assertThat(scrape.sum("scheduler_trigger_count_total", flow("polled", "trigger_type", "http-poll")))
				.isPositive();
			assertThat(scrape.sum("scheduler_trigger_delay_seconds_count", flow("scheduled"))).isEqualTo(fired);
		});
	}

	@Test
	void row07EverySeriesOfTheDocumentTellsNamespaceAndFlow() {
		List<Scrape.Sample> documented = scrape().samples()
			.stream()
			.filter((sample) -> sample.name()
				.matches("(worker_(running|started|retried|ended)|executor_(taskrun|workertaskresult|execution)_"
						+ "|indexer_(count|duration)|scheduler_(trigger|evaluate)).*"))
			.toList();
		assertThat(documented).isNotEmpty()
			.allSatisfy(
					(sample) -> assertThat(sample.labels()).as(sample.name()).containsKeys("namespace_id", "flow_id"));
	}

	@Test
	void row08TaskTypesPublishTheirOwnMeters() {
		Scrape scrape = scrape();
		assertThat(scrape.sum("task_http_request_duration_seconds_count", flow("fetching"))).isEqualTo(1);
		assertThat(scrape.sum("task_http_response_bytes_total", flow("fetching"))).isPositive();
		assertThat(scrape.sum("task_shell_output_lines_total", flow("retrying", "stream", "stdout"))).isEqualTo(3);
	}

	@Test
	void row09MetersOfFrameworkKafkaClientsStreamsAndThreadPools() {
		Set<String> names = new TreeSet<>();
		Scrape scrape = scrape();
		scrape.samples().forEach((sample) -> names.add(sample.name()));
		assertThat(names)
			.contains("jvm_memory_used_bytes", "process_cpu_usage", "http_server_requests_seconds_count",
					"tomcat_threads_busy_threads", "executor_pool_size_threads")
			.anyMatch((name) -> name.startsWith("kafka_producer_"))
			.anyMatch((name) -> name.startsWith("kafka_consumer_"))
			.anyMatch((name) -> name.startsWith("kafka_stream_"));
		assertThat(scrape.all("executor_pool_size_threads").stream().map((sample) -> sample.labels().get("name")))
			.as("thread pools")
			.hasSizeGreaterThanOrEqualTo(2);
	}

	@Test
	void row11WorkerShowsTheSleeper() {
		JsonNode worker = Awaitility.await()
			.atMost(SOON)
			.until(() -> windhover.get(windhover.management("/worker")),
					(answer) -> answer.get("runnings")
						.valueStream()
						.anyMatch((each) -> each.get("taskRun").get("executionId").asString().equals(sleeper)));
		JsonNode running = worker.get("runnings")
			.valueStream()
			.filter((each) -> each.get("taskRun").get("executionId").asString().equals(sleeper))
			.findFirst()
			.orElseThrow();
		assertThat(running.get("taskRun").get("flowId").asString()).isEqualTo("sleeper");
		assertThat(running.get("taskRun").get("attempt").asInt()).isEqualTo(1);
		assertThat(running.get("taskRun").get("state").asString()).isEqualTo("RUNNING");
		assertThat(Duration.parse(running.get("taskRun").get("duration").asString())).isPositive();
		assertThat(running.get("task").get("id").asString()).isEqualTo("rest");
		assertThat(running.get("task").get("type").asString()).isEqualTo("sleep");
		assertThat(worker.get("runningCount").asInt()).isEqualTo(worker.get("runnings").size());
		assertThat(worker.get("slots").get("used").asInt()).isPositive();
		assertThat(worker.get("state").asString()).isEqualTo("running");
	}

	@Test
	void row12SchedulerShowsTheNextDate() {
		JsonNode scheduler = windhover.get(windhover.management("/scheduler?namespace=rows&flowId=scheduled"));
		assertThat(scheduler.get("schedulableCount").asInt()).isEqualTo(2);
		JsonNode nightly = scheduler.get("schedulable")
			.valueStream()
			.filter((each) -> each.get("trigger").get("id").asString().equals("nightly"))
			.findFirst()
			.orElseThrow();
		assertThat(OffsetDateTime.parse(nightly.get("next").asString()).toInstant())
			.isEqualTo(nextHalfPastTwoInParis().toInstant());
		assertThat(nightly.get("trigger").get("cron").asString()).isEqualTo("30 2 * * *");
		assertThat(nightly.get("trigger").get("timezone").asString()).isEqualTo("Europe/Paris");
	}

	@Test
	void row13To15KafkaStreamsShowStateLagAndMetrics() {
		JsonNode streams = Awaitility.await()
			.atMost(SOON)
			.until(() -> windhover.get(windhover.management("/kafkastreams")).get("streams"),
					(answer) -> answer.size() == 2
							&& answer.valueStream().allMatch((each) -> !each.get("storeLags").isEmpty()));
		assertThat(streams).allSatisfy((client) -> {
			assertThat(client.get("state").asString()).isEqualTo("RUNNING");
			assertThat(client.get("ready").asBoolean()).isTrue();
			String id = client.get("clientId").asString();
			JsonNode lag = windhover.get(windhover.management("/kafkastreams/%s/lag".formatted(id)));
			assertThat(lag.get("clientId").asString()).isEqualTo(id);
			assertThat(lag.get("lags")).isNotEmpty().allSatisfy((each) -> {
				assertThat(each.get("offsetLag").asLong()).isNotNegative();
				assertThat(each.get("store").asString()).isNotBlank();
			});
			JsonNode metrics = windhover
				.get(windhover.management("/kafkastreams/%s/metrics?group=stream-metrics".formatted(id)));
			assertThat(metrics.get("metrics")).isNotEmpty()
				.allSatisfy((each) -> assertThat(each.get("group").asString()).isEqualTo("stream-metrics"));
		});
		assertThat(status(windhover.management("/kafkastreams/nobody/lag"), "GET", null)).isEqualTo(404);
	}

	@Test
	void row16And22EndpointsExistWhereTheirRoleRunsAndAreSwitchedOff() {
		try (WindhoverProcess worker = WindhoverProcess
			.start(directory.resolve("worker").toFile().mkdirs() ? directory.resolve("worker") : directory,
					"--windhover.roles=worker", "--spring.kafka.bootstrap-servers=127.0.0.1:" + windhover.brokerPort(),
					"--endpoints.env.enabled=false")
			.awaitReady()) {
			assertThat(worker.get(worker.management("/")).get("_links").propertyNames()).contains("worker", "health")
				.doesNotContain("scheduler", "kafkastreams", "env");
			assertThat(status(worker.management("/worker"), "GET", null)).isEqualTo(200);
			assertThat(status(worker.management("/scheduler"), "GET", null)).isEqualTo(404);
			assertThat(status(worker.management("/kafkastreams"), "GET", null)).isEqualTo(404);
			assertThat(status(worker.management("/env"), "GET", null)).isEqualTo(404);
			assertThat(status(worker.management("/api/flows"), "GET", null)).isEqualTo(404);
			assertThatExceptionOfType(UncheckedIOException.class).as("the port of the API is closed")
				.isThrownBy(() -> status(worker.api("/api/flows"), "GET", null))
				.withCauseInstanceOf(ConnectException.class);
		}
	}

	@Test
	void row17InfoTellsTheCommit() throws IOException, InterruptedException {
		// whoever owns this checkout
		Process git = new ProcessBuilder("git", "-c", "safe.directory=*", "rev-parse", "HEAD").start();
		String head = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		Assumptions.assumeTrue(git.waitFor() == 0, "Skipped: this is no checkout of git");
		JsonNode info = windhover.get(windhover.management("/info"));
		assertThat(head).startsWith(info.get("git").get("commit").get("id").asString());
	}

	@Test
	void row18HealthTellsEachPart() {
		Awaitility.await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
			JsonNode health = windhover.get(windhover.management("/health"));
			assertThat(health.get("status").asString()).isEqualTo("UP");
			assertThat(health.get("components").propertyNames()).contains("kafka", "kafkaStreams", "worker",
					"scheduler", "indexer", "repository", "diskSpace");
		});
		assertThat(status(windhover.management("/health/liveness"), "GET", null)).isEqualTo(200);
		assertThat(status(windhover.management("/health/readiness"), "GET", null)).isEqualTo(200);
	}

	@Test
	void row19LoggersChangeALevelAtRunTime() {
		String logger = "/loggers/io.windhover.worker";
		assertThat(windhover.logText()).doesNotContain("DEBUG");
		assertThat(status(windhover.management(logger), "POST", "{\"configuredLevel\": \"DEBUG\"}")).isEqualTo(204);
		assertThat(windhover.get(windhover.management(logger)).get("effectiveLevel").asString()).isEqualTo("DEBUG");
		// the schedule gives the worker something to tell every two seconds
		Awaitility.await().atMost(SOON).until(() -> windhover.logText().contains("DEBUG"));
		assertThat(status(windhover.management(logger), "POST", "{\"configuredLevel\": null}")).isEqualTo(204);
	}

	@Test
	void row20MetricsAnswerAsJson() {
		JsonNode started = windhover.get(windhover.management("/metrics/worker.started.count?tag=flow_id:ok"));
		assertThat(started.get("measurements").get(0).get("value").asDouble()).isEqualTo(6);
	}

	@Test
	void row21EnvHidesValues() {
		JsonNode env = windhover.get(windhover.management("/env/windhover.roles"));
		assertThat(env.get("property").get("value").asString()).isEqualTo("******");
	}

	@Test
	void pagesOfElsewhereReachNeitherPort() {
		for (URI uri : List.of(windhover.api("/api/flows"), windhover.management("/env"))) {
			String rebound = send(uri, "GET", "Host: evil.example");
			assertThat(rebound).startsWith("HTTP/1.1 403")
				.contains("evil.example")
				.contains("application/problem+json");
			assertThat(send(uri, "GET", "Host: localhost")).startsWith("HTTP/1.1 200");
			assertThat(send(uri, "POST", "Host: localhost\r\nOrigin: http://evil.example")).startsWith("HTTP/1.1 403");
		}
	}

	/**
	 * What a runbook tells somebody to ask is answered, and has the fields that it tells
	 * of.
	 */
	@Test
	void requestsOfTheRunbooksAreAnswered() {
		JsonNode client = windhover.get(windhover.management("/kafkastreams")).get("streams").get(0);
		String failed = Awaitility.await()
			.atMost(SOON)
			.until(() -> windhover.get(windhover.api("/api/executions?namespace=rows&state=FAILED")).get("items"),
					(items) -> !items.isEmpty())
			.get(0)
			.get("id")
			.asString();
		Awaitility.await()
			.atMost(SOON)
			.until(() -> status(windhover.management("/worker/%s.rest".formatted(sleeper)), "GET", null) == 200);
		Map<String, String> names = Map.of("{clientId}", client.get("clientId").asString(), "{taskRunId}",
				sleeper + ".rest", "{id}", failed, "{namespace}", "rows", "{flowId}", "scheduled", "{triggerId}",
				"nightly", "{role}", "worker", "{instance}", windhover.management("/").getAuthority());
		Set<String> asked = new TreeSet<>();
		for (Runbook runbook : Runbook.all()) {
			for (Runbook.Curl curl : runbook.curls()) {
				String target = curl.target();
				for (Map.Entry<String, String> name : names.entrySet()) {
					target = target.replace(name.getKey(), name.getValue());
				}
				URI uri = (curl.port() == 8081) ? windhover.management(target) : windhover.api(target);
				if (curl.method().equals("GET") && asked.add(uri + " " + curl.fields())) {
					String answer = windhover.text(uri);
					assertThat(answer).as(runbook + ": " + curl.line()).isNotBlank();
					assertThat(curl.fields()).as(runbook + ": " + curl.line())
						.allSatisfy((field) -> assertThat(isTold(JSON.readTree(answer), field)).as(field).isTrue());
				}
			}
		}
		assertThat(asked).hasSizeGreaterThan(30);
	}

	/**
	 * Whether there is such a field, or nothing that could have it. The details of health
	 * have only what there is to say.
	 */
	private static boolean isTold(JsonNode node, String field) {
		if (field.isEmpty() || node.isNull() || field.startsWith("details.")) {
			return true;
		}
		if (node.isArray()) {
			return node.isEmpty() || node.valueStream().anyMatch((each) -> isTold(each, field));
		}
		String[] names = field.split("\\.", 2);
		return node.has(names[0]) && isTold(node.get(names[0]), (names.length > 1) ? names[1] : "");
	}

	/** Java's own client would not send another Host. */
	private static String send(URI uri, String method, String headers) {
		try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
			socket.getOutputStream()
				.write("%s %s HTTP/1.1\r\n%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
					.formatted(method, uri.getPath(), headers)
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void put(String id, String rest) {
		windhover.put("rows", id, "namespace: rows\nid: %s\n%s".formatted(id, rest));
	}

	private static void assertState(String flow, String state) {
		JsonNode execution = windhover.create("rows", flow, "{}", "?wait=PT60S");
		assertThat(execution.get("state").asString()).as("%s: %s", flow, execution).isEqualTo(state);
	}

	private static Scrape scrape() {
		return Scrape.of(windhover.text(windhover.management("/prometheus")));
	}

	private static String[] flow(String id, String... more) {
		String[] labels = new String[4 + more.length];
		System.arraycopy(new String[] { "namespace_id", "rows", "flow_id", id }, 0, labels, 0, 4);
		System.arraycopy(more, 0, labels, 4, more.length);
		return labels;
	}

	private static int status(URI uri, String method, String body) {
		HttpRequest.BodyPublisher publisher = (body != null) ? HttpRequest.BodyPublishers.ofString(body)
				: HttpRequest.BodyPublishers.noBody();
		HttpResponse<String> response = windhover
			.send(WindhoverProcess.request(uri).header("Content-Type", "application/json").method(method, publisher));
		return response.statusCode();
	}

	/**
	 * Half past two is skipped on one night of the year and there twice on another:
	 * neither is what is asked for.
	 */
	private static ZonedDateTime nextHalfPastTwoInParis() {
		ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC).withZoneSameInstant(ZoneId.of("Europe/Paris"));
		ZonedDateTime today = now.toLocalDate().atTime(2, 30).atZone(now.getZone());
		return today.isAfter(now) ? today : now.toLocalDate().plusDays(1).atTime(2, 30).atZone(now.getZone());
	}

}
