package io.windhover.management.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.windhover.execution.json.Json;
import io.windhover.executor.ExecutorView;
import io.windhover.indexer.IndexerView;
import io.windhover.management.Samples;
import io.windhover.management.streams.StreamsClient;
import io.windhover.management.streams.StreamsClients;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

class ManagementPortTests {

	private static ConfigurableApplicationContext context;

	private static ManagementPort port;

	private static StreamsClient client;

	@BeforeAll
	static void start() throws Exception {
		context = EndpointApplication.run();
		port = EndpointApplication.port(context);
		StreamsClients clients = context.getBean(StreamsClients.class);
		StreamsBuilderFactoryBean factory = new StreamsBuilderFactoryBean();
		Properties configuration = new Properties();
		configuration.put(StreamsConfig.APPLICATION_ID_CONFIG, "windhover-executor");
		configuration.put(StreamsConfig.CLIENT_ID_CONFIG, "windhover-executor-test");
		configuration.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
		factory.setStreamsConfiguration(configuration);
		factory.setInfrastructureCustomizer(TopologySample.CUSTOMIZER);
		factory.afterPropertiesSet();
		factory.afterSingletonsInstantiated();
		clients.configure(factory);
		client = clients.all().get(0);
		client.streamsAdded("factory", Samples.streams());
		client.onChange(KafkaStreams.State.RUNNING, KafkaStreams.State.CREATED);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> port.get("/kafkastreams").json().at("/streams/0/sampledAt").isString());
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void rootListsTheRoutes() {
		assertThat(port.get("/").json().get("_links").propertyNames())
			.contains("worker", "scheduler", "executor", "indexer", "kafkastreams", "kafkastreams-clientId-view",
					"incidents", "health", "info", "loggers", "metrics", "env", "prometheus", "threaddump",
					"scheduledtasks", "configprops")
			.doesNotContain("heapdump", "shutdown", "beans");
	}

	@Test
	void timersOfWindhoverAreAmongTheScheduledTasks() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
			JsonNode custom = port.get("/scheduledtasks").json().get("custom");
			assertThat(custom.valueStream().map((each) -> each.at("/runnable/target").asString()))
				.containsExactlyInAnyOrder("windhover-sampler", "windhover-incidents", "windhover-storage",
						"windhover-live");
			assertThat(custom).allSatisfy((timer) -> {
				assertThat(timer.at("/lastExecution/status").asString()).isEqualTo("SUCCESS");
				assertThat(timer.at("/nextExecution/time").isString()).isTrue();
			});
		});
	}

	@Test
	void samplesAreColumnsOfOneLengthAndCanBeFollowed() {
		JsonNode samples = Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> port.get("/samples").json(), (json) -> json.get("at").size() >= 2);
		assertThat(samples.propertyNames()).startsWith("instance", "at", "executions").endsWith("cpu", "systemCpu");
		samples.properties()
			.stream()
			.filter((column) -> column.getValue().isArray())
			.forEach((column) -> assertThat(column.getValue()).as(column.getKey()).hasSameSizeAs(samples.get("at")));
		assertThat(samples.at("/executionsRunning/0").asInt()).isEqualTo(3);
		assertThat(samples.at("/slotsMax/0").asInt()).isEqualTo(8);
		assertThat(samples.at("/executions/1").asInt(-1)).isZero();
		assertThat(samples.at("/queued/1").isNull()).isTrue();
		long first = samples.at("/at/0").asLong();
		assertThat(port.get("/samples?since=" + first).json().at("/at/0").asLong())
			.isEqualTo(samples.at("/at/1").asLong());
		ManagementPort.Answer refused = port.get("/samples?since=yesterday");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().get("detail").asString()).contains("'since'").contains("epoch milliseconds");
	}

	@Test
	void workerShowsWhatRunsByIdentifiersOnly() {
		ManagementPort.Answer answer = port.get("/worker");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		assertThat(answer.body()).doesNotContain(EndpointApplication.SECRET);
		JsonNode worker = answer.json();
		assertThat(worker.propertyNames()).containsExactly("runningCount", "runnings", "slots", "groups", "state",
				"drain", "instance", "page", "size", "more");
		assertThat(port.get("/worker?namespace=ns&flowId=nightly").json().get("runningCount").asInt()).isOne();
		assertThat(port.get("/worker?flowId=other").json().get("runnings").toString()).isEqualTo("[]");
		assertThat(port.get("/worker?page=1&size=1").json().get("runnings").toString()).isEqualTo("[]");
		JsonNode running = worker.at("/runnings/0");
		assertThat(running.propertyNames()).containsExactly("type", "taskRun", "task", "stopping", "stuck", "usual");
		JsonNode taskRun = running.get("taskRun");
		assertThat(taskRun.propertyNames()).containsExactly("id", "executionId", "namespace", "flowId", "flowRevision",
				"taskId", "attempt", "state", "startedAt", "duration");
		assertThat(Duration.parse(taskRun.get("duration").asString())).isBetween(Duration.ofSeconds(60),
				Duration.ofSeconds(600));
		assertThat(Instant.parse(taskRun.get("startedAt").asString())).isBefore(Instant.now());
		assertThat(worker.get("slots").toString()).isEqualTo("{\"used\":1,\"max\":8}");
		assertThat(worker.get("instance").asString()).isEqualTo("test");
	}

	@Test
	void schedulerShowsEveryFieldAndWhatIsUnknownAsNull() {
		JsonNode scheduler = port.get("/scheduler").json();
		assertThat(scheduler.get("schedulableCount").asInt()).isEqualTo(2);
		JsonNode nightly = scheduler.at("/schedulable/0");
		assertThat(nightly.propertyNames()).containsExactly("namespace", "flowId", "revision", "trigger", "next",
				"last", "paused", "evaluating", "lateness", "backfill", "failedEvaluations", "pause");
		JsonNode backfill = nightly.get("backfill");
		assertThat(backfill.propertyNames()).containsExactly("id", "from", "to", "concurrency", "dates", "next",
				"started", "running", "failed", "remaining", "since", "endedAt", "cancelled");
		assertThat(backfill.get("from").asString()).isEqualTo("2025-01-01T01:00:00+01:00");
		assertThat(backfill.get("remaining").asInt()).isEqualTo(19);
		assertThat(backfill.get("endedAt").isNull()).isTrue();
		assertThat(OffsetDateTime.parse(nightly.get("next").asString()))
			.isEqualTo(OffsetDateTime.parse("2199-07-01T02:00:00+02:00"));
		assertThat(nightly.get("next").asString()).endsWith("+02:00");
		assertThat(nightly.at("/last/executionId").asString()).isEqualTo("e0");
		assertThat(nightly.get("lateness").asString()).isEqualTo("PT0S");
		JsonNode polled = scheduler.at("/schedulable/1");
		assertThat(polled.get("next").isNull()).isTrue();
		assertThat(polled.get("last").isNull()).isTrue();
		assertThat(polled.get("backfill").isNull()).isTrue();
		assertThat(polled.at("/trigger/cron").isNull()).isTrue();
		assertThat(polled.get("evaluating").asBoolean()).isTrue();
		assertThat(scheduler.get("concurrency").toString())
			.isEqualTo("[{\"namespace\":\"ns\",\"flowId\":\"nightly\",\"limit\":2,\"behavior\":\"queue\","
					+ "\"running\":2,\"waiting\":5}]");
	}

	@Test
	void schedulerFilters() {
		assertThat(port.get("/scheduler?namespace=ns").json().get("schedulableCount").asInt()).isEqualTo(1);
		assertThat(port.get("/scheduler?namespace=ns&flowId=polled").json().toString())
			.isEqualTo("{\"schedulableCount\":0,\"schedulable\":[],\"page\":0,\"size\":1000,\"more\":false,"
					+ "\"concurrency\":[]}");
	}

	@Test
	void executorShowsWhatIsInFlightAndWhatIsStuck() {
		ManagementPort.Answer answer = port.get("/executor");
		assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		JsonNode executor = answer.json();
		assertThat(executor.propertyNames()).containsExactly("instance", "ready", "lastTick", "lastEvent", "executions",
				"taskRuns", "leases", "leasesExpired", "staleCount", "stale", "stores", "stuckCount", "stuck");
		assertThat(executor.get("lastEvent").isNull()).isTrue();
		assertThat(executor.at("/executions/count").asInt()).isEqualTo(3);
		JsonNode oldest = executor.at("/executions/states/0/oldest");
		assertThat(oldest.propertyNames()).containsExactly("id", "namespace", "flowId", "createdAt", "age");
		assertThat(Duration.parse(oldest.get("age").asString())).isGreaterThanOrEqualTo(Duration.ofHours(1));
		assertThat(executor.at("/taskRuns/count").asInt()).isEqualTo(3);
		JsonNode queued = executor.at("/taskRuns/states/0");
		assertThat(queued.get("state").asString()).isEqualTo("QUEUED");
		assertThat(queued.get("oldest").propertyNames()).containsExactly("id", "executionId", "namespace", "flowId",
				"taskId", "taskType", "attempt", "state", "since", "age", "worker");
		assertThat(queued.at("/oldest/worker").isNull()).isTrue();
		assertThat(executor.at("/leases/0").propertyNames()).containsExactly("instance", "incarnation", "count",
				"silentSince", "endsAt");
		assertThat(executor.at("/leases/1").toString())
			.isEqualTo("{\"instance\":\"w2\",\"incarnation\":\"1\",\"count\":1,\"silentSince\":null,\"endsAt\":null}");
		assertThat(executor.get("stale").toString()).isEqualTo("{\"job-taken\":1,\"started-before\":2}");
		assertThat(executor.get("staleCount").asInt()).isEqualTo(3);
		assertThat(executor.get("leasesExpired").asInt()).isEqualTo(4);
		assertThat(executor.at("/stores/1").toString())
			.isEqualTo("{\"name\":\"task-runs\",\"approximateEntries\":null,\"sampledAt\":null}");
		assertThat(executor.get("stuckCount").asInt()).isEqualTo(151);
		JsonNode stuck = executor.at("/stuck/0");
		assertThat(stuck.at("/taskRun/id").asString()).isEqualTo("e1.rest");
		assertThat(stuck.at("/taskRun/worker").asString()).isEqualTo("w1");
		assertThat(stuck.get("cause").toString()).isEqualTo("{\"type\":\"worker-gone\",\"detail\":\"w1 is gone\"}");
		assertThat(executor.at("/stuck/1/cause/type").asString()).isEqualTo("not-taken");
		assertThat(Instant.parse(stuck.get("since").asString())).isBefore(Instant.now());
	}

	@Test
	void eventsShowWhatIsWrittenAndWhatBecomesOfItForEachSubscription() {
		JsonNode events = port.get("/events").json();
		assertThat(events.get("enabled").asBoolean()).isTrue();
		assertThat(events.at("/relay/written").asLong()).isEqualTo(5);
		assertThat(events.at("/relay/error").isNull()).isTrue();
		JsonNode chat = port.get("/events/subscriptions").json().at("/subscriptions/0");
		assertThat(chat.get("target").asString()).isEqualTo("https://hooks.example:443");
		assertThat(chat.at("/failing/attempts").asInt()).isEqualTo(4);
		assertThat(chat.at("/positions/0/lag").asLong()).isEqualTo(2);
		JsonNode hub = port.get("/events/subscriptions").json().at("/subscriptions/1");
		for (String unknown : List.of("pending", "lastDeliveredAt", "lastGivenUpAt", "lastError", "failing",
				"sampledAt")) {
			assertThat(hub.get(unknown).isNull()).as(unknown).isTrue();
		}
		assertThat(port.get("/events/nothing").status()).isEqualTo(404);
	}

	@Test
	void indexerShowsWhatWaitsAndWhatWentWrong() {
		JsonNode before = port.get("/indexer").json();
		assertThat(before.propertyNames()).containsExactly("instance", "ready", "repository", "waiting", "last",
				"error", "refill", "retention", "indexed", "deadLetterCount", "deadLetters");
		assertThat(before.get("waiting").propertyNames()).containsExactly("records", "oldestAge", "topics",
				"sampledAt");
		assertThat(before.get("last").isNull()).isTrue();
		assertThat(before.get("error").isNull()).isTrue();
		assertThat(before.get("retention").toString()).isEqualTo(
				"{\"keep\":\"PT2160H\",\"oldestDay\":\"2026-01-31\",\"lastRunAt\":\"2026-05-01T00:00:00Z\",\"error\":null}");
		assertThat(before.get("repository").asString()).isEqualTo("sqlite");
		assertThat(before.get("deadLetterCount").asInt()).isEqualTo(3);
		assertThat(before.get("deadLetters").toString()).isEqualTo("{\"t-executions\":1,\"t-logs\":2}");
		IndexerView indexer = context.getBean(IndexerView.class);
		given(indexer.lastBatch()).willReturn(new IndexerView.WrittenBatch(Instant.EPOCH, 12, Duration.ofMillis(15)));
		given(indexer.failure()).willReturn(new IndexerView.Failure("disk full", Instant.EPOCH, 9));
		JsonNode after = port.get("/indexer").json();
		assertThat(after.get("last").toString())
			.isEqualTo("{\"acknowledgedAt\":\"1970-01-01T00:00:00Z\",\"documents\":12,\"duration\":\"PT0.015S\"}");
		assertThat(after.get("error").toString())
			.isEqualTo("{\"message\":\"disk full\",\"since\":\"1970-01-01T00:00:00Z\",\"tries\":9}");
		given(indexer.lastBatch()).willReturn(null);
		given(indexer.failure()).willReturn(null);
	}

	@Test
	void whatIsNoNumberIsNullAndNoText() {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		registry.gauge("test.unknown", new Object(), (unknown) -> Double.NaN);
		assertThat(port.get("/metrics/test.unknown").body()).contains("\"value\":null").doesNotContain("NaN");
		assertThat(port.get("/metrics/executor.stuck?tag=cause:not-taken").body()).contains("\"value\":150");
	}

	@Test
	void kafkaStreamsShowsEachClient() {
		JsonNode streams = port.get("/kafkastreams").json().get("streams");
		assertThat(streams).hasSize(1);
		JsonNode one = streams.get(0);
		assertThat(one.propertyNames()).containsExactly("clientId", "applicationId", "state", "since", "ready",
				"storeLags", "inputLags", "threads", "restoring", "sampledAt");
		assertThat(one.get("storeLags").toString()).isEqualTo("{\"store\":4}");
		assertThat(one.get("inputLags").toString())
			.isEqualTo("{\"gone\":{\"records\":9,\"age\":null},\"in\":{\"records\":18,\"age\":null}}");
		assertThat(one.get("threads").toString()).isEqualTo("{\"alive\":2,\"failed\":1}");
		assertThat(one.get("restoring").toString()).isEqualTo("{\"records\":0}");
		assertThat(one.get("ready").asBoolean()).isTrue();
	}

	@Test
	void lagIsToldInDetail() {
		JsonNode lag = port.get("/kafkastreams/windhover-executor-test/lag").json();
		assertThat(lag.propertyNames()).containsExactly("clientId", "sampledAt", "lags", "inputs");
		assertThat(lag.at("/lags/0").toString()).isEqualTo(
				"{\"store\":\"store\",\"partition\":0,\"currentOffsetPosition\":7,\"endOffsetPosition\":9,\"offsetLag\":2}");
		assertThat(lag.at("/inputs/0").toString())
			.isEqualTo("{\"topic\":\"gone\",\"partition\":0,\"position\":0,\"endOffset\":9,\"lag\":9,\"age\":null}");
	}

	@Test
	void metricsAreNumbersAndNotANumberIsNull() {
		JsonNode metrics = port.get("/kafkastreams/windhover-executor-test/metrics?group=stream-metrics").json();
		assertThat(metrics.get("metrics")).hasSize(4);
		JsonNode rate = port.get("/kafkastreams/windhover-executor-test/metrics?name=rate").json().at("/metrics/0");
		assertThat(rate.toString()).isEqualTo("{\"group\":\"stream-metrics\",\"name\":\"rate\","
				+ "\"description\":\"What rate is\",\"tags\":{\"client-id\":\"c\"},\"value\":null}");
		assertThat(port.get("/kafkastreams/windhover-executor-test/metrics?group=none").json().get("metrics"))
			.isEmpty();
	}

	@Test
	void topologyIsTextOrMermaid() {
		ManagementPort.Answer text = port.get("/kafkastreams/windhover-executor-test/topology");
		assertThat(text.status()).isEqualTo(200);
		assertThat(text.header("Content-Type")).startsWith("text/plain");
		assertThat(text.body()).contains("Sub-topology: 0", "Source: commands (topics: [in])",
				"Sink: jobs (topic: out)");
		ManagementPort.Answer mermaid = port.get("/kafkastreams/windhover-executor-test/topology?format=mermaid",
				"Accept", "text/plain");
		assertThat(mermaid.header("Content-Type")).startsWith("text/plain");
		assertThat(mermaid.body()).isEqualTo(TopologySample.MERMAID);
		assertProblem(port.get("/kafkastreams/windhover-executor-test/topology?format=png"), 400);
		assertProblem(port.get("/kafkastreams/nobody/topology"), 404);
	}

	@Test
	void threadsShowTasksAndRestores() {
		JsonNode details = port.get("/kafkastreams/windhover-executor-test/threads").json();
		assertThat(details.propertyNames()).containsExactly("clientId", "sampledAt", "threads", "restores");
		assertThat(details.get("restores").toString()).isEqualTo("[]");
		assertThat(details.get("threads")).hasSize(1);
		JsonNode thread = details.at("/threads/0");
		assertThat(thread.propertyNames()).containsExactly("name", "state", "active", "standby");
		assertThat(thread.get("standby").toString()).isEqualTo("[]");
		assertThat(thread.at("/active/0/id").asString()).isEqualTo("0_0");
		assertThat(thread.at("/active/0/partitions/1").toString())
			.isEqualTo("{\"topic\":\"in\",\"partition\":0,\"committedOffset\":3,\"endOffset\":null}");
	}

	@Test
	void restartIsRefusedWithAReasonWhileAllThreadsAreThere() {
		String path = "/kafkastreams/windhover-executor-test";
		ManagementPort.Answer refused = port.send("POST", path, "{\"threads\":\"restart\"}", "Content-Type",
				"application/json");
		assertProblem(refused, 409);
		assertThat(refused.json().get("detail").asString()).isEqualTo("It is RUNNING with all its 1 threads");
		assertThat(refused.json().get("operation").asString()).isEqualTo("streams.restart");
		assertProblem(port.send("POST", "/kafkastreams/nobody", "{\"threads\":\"restart\"}", "Content-Type",
				"application/json"), 404);
		assertProblem(port.send("POST", path, "{\"threads\":\"kill\"}", "Content-Type", "application/json"), 400);
		assertProblem(port.send("POST", path, "{}", "Content-Type", "application/json"), 400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/scheduler?namespace=a%20b", "/scheduler?flowId=", "/scheduler?flowId=a&flowId=b",
			"/scheduler?flow=a", "/worker?size=0", "/cluster?role=pilot",
			"/kafkastreams/windhover-executor-test/metrics?group=%3Cscript%3E", "/worker%2Fx", "/worker%00",
			"/worker%5Cx" })
	void malformedRequestIsAProblem(String path) {
		assertProblem(port.get(path), 400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nothing", "/kafkastreams/nobody/lag", "/kafkastreams/windhover-executor-test/nothing",
			"/metrics/nothing", "/health/nothing", "/worker/x" })
	void unknownThingIsAProblem(String path) {
		assertProblem(port.get(path), 404);
	}

	@Test
	void veryLongPathIsAProblem() {
		ManagementPort.Answer answer = port.get("/" + "a".repeat(20_000));
		assertThat(answer.status()).isBetween(400, 431);
		assertProblem(answer, answer.status());
	}

	@Test
	void wrongMethodAndWrongTypeAreProblems() {
		assertProblem(port.send("DELETE", "/scheduler", null), 405);
		assertProblem(port.get("/scheduler", "Accept", "image/png"), 406);
		assertProblem(port.send("DELETE", "/kafkastreams/windhover-executor-test", null), 405);
	}

	@Test
	void oneStreamsClientIsAsInTheListOfAll() {
		JsonNode listed = port.get("/kafkastreams").json().at("/streams/0");
		JsonNode one = port.get("/kafkastreams/" + listed.get("clientId").asString()).json();
		assertThat(one.get("applicationId")).isEqualTo(listed.get("applicationId"));
		assertThat(one.has("storeLags")).isTrue();
		assertProblem(port.get("/kafkastreams/nobody"), 404);
	}

	@Test
	void unknownParameterIsToldWithThoseThatThereAre() {
		assertThat(port.get("/scheduler?flowid=a").json().get("detail").asString()).contains("no parameter flowid")
			.contains("namespace, flowId");
		assertThat(port.get("/info?_=1").status()).as("an endpoint of Spring Boot's").isEqualTo(200);
		assertThat(port.get("/metrics/worker.started.count?tag=state:none&x=1").status()).isEqualTo(404);
	}

	@Test
	void clusterAnswersForThisInstanceBeforeAnybodyIsHeard() {
		JsonNode cluster = port.get("/cluster").json();
		assertThat(cluster.propertyNames()).containsExactly("answeredBy", "sampledAt", "hearing", "totals", "quiescent",
				"running", "unheard", "instances", "unreachable");
		assertThat(cluster.at("/instances/0/id").asString()).isEqualTo("test");
		assertThat(cluster.at("/instances/0/heartbeatAge").isNull()).isTrue();
		assertThat(cluster.at("/instances/0/summary/components").propertyNames()).contains("worker", "scheduler");
	}

	@Test
	void metersAreScrapedAndShownAsJson() {
		assertThat(port.get("/prometheus").body()).contains("worker_started_count_total{", "tomcat_threads_busy",
				"executor_pool_size_threads{name=\"windhover-sampler\"");
		assertThat(port.get("/metrics/worker.started.count").json().get("name").asString())
			.isEqualTo("worker.started.count");
	}

	@Test
	void whoAsksForAPartOfAScrapeGetsTheWhole() {
		ManagementPort.Answer answer = port.get("/prometheus", "Range", "bytes=0-10");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.body()).contains("worker_started_count_total{");
	}

	@Test
	void scopesOfTheScrapeAreItsParts() {
		for (String accept : List.of("text/plain;version=0.0.4", "application/openmetrics-text;version=1.0.0")) {
			// a family may come between two requests, as that of the first collection of
			// garbage does
			Awaitility.await().untilAsserted(() -> assertParts(accept));
		}
		assertThat(port.get("/prometheus?scope=jvm", "Accept", "application/openmetrics-text;version=1.0.0")
			.header("Content-Type")).startsWith("application/openmetrics-text");
		// the flows' have a flow, the others none
		assertThat(samples("/prometheus?scope=flows")).isNotEmpty().allMatch((line) -> line.contains("flow_id=\""));
		assertThat(samples("/prometheus?scope=engine,jvm")).noneMatch((line) -> line.contains("flow_id=\""));
	}

	private static void assertParts(String accept) {
		List<String> engine = families("/prometheus?scope=engine", accept);
		List<String> flows = families("/prometheus?scope=flows", accept);
		List<String> jvm = families("/prometheus?scope=jvm", accept);
		assertThat(Stream.of(engine, flows, jvm).flatMap(List::stream))
			.containsExactlyInAnyOrderElementsOf(families("/prometheus", accept));
		assertThat(engine).anyMatch((name) -> name.startsWith("worker_slots_used"))
			.anyMatch((name) -> name.startsWith("worker_queue_wait_seconds"))
			.anyMatch((name) -> name.startsWith("management_operations"));
		assertThat(flows).anyMatch((name) -> name.startsWith("worker_started_count"))
			.anyMatch((name) -> name.equals("worker_ended_duration_seconds_max"));
		assertThat(jvm).contains("jvm_memory_used_bytes").noneMatch((name) -> name.startsWith("kafkastreams_"));
		assertThat(families("/prometheus?scope=engine,jvm", accept))
			.containsExactlyInAnyOrderElementsOf(Stream.of(engine, jvm).flatMap(List::stream).toList())
			.isEqualTo(families("/prometheus?scope=engine&scope=jvm", accept));
		assertThat(families("/prometheus?scope=jvm&includedNames=jvm_memory_used_bytes,worker_slots_used", accept))
			.containsExactly("jvm_memory_used_bytes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flow", "ENGINE", "", "engine,", "jvm,all" })
	void unknownScopeOfTheScrapeIsRefused(String scope) {
		ManagementPort.Answer answer = port.get("/prometheus?scope=" + scope);
		assertProblem(answer, 400);
		assertThat(answer.json().get("detail").asString()).contains("'engine', 'flows', 'jvm'");
	}

	private static List<String> families(String path, String accept) {
		ManagementPort.Answer answer = port.get(path, "Accept", accept);
		assertThat(answer.status()).as(answer.body()).isEqualTo(200);
		return answer.body()
			.lines()
			.filter((line) -> line.startsWith("# TYPE "))
			.map((line) -> line.split(" ", -1)[2])
			.toList();
	}

	private static List<String> samples(String path) {
		return port.get(path).body().lines().filter((line) -> !line.startsWith("#")).toList();
	}

	@Test
	void levelOfALoggerChanges() {
		Logger logger = LoggerFactory.getLogger("io.windhover.some");
		assertThat(logger.isTraceEnabled()).isFalse();
		ManagementPort.Answer answer = port.send("POST", "/loggers/io.windhover.some",
				"{\"configuredLevel\": \"TRACE\"}", "Content-Type", "application/json");
		assertThat(answer.status()).isEqualTo(204);
		assertThat(logger.isTraceEnabled()).isTrue();
	}

	@Test
	void environmentHidesValues() {
		assertThat(port.get("/env").body()).contains("windhover.instance-id").doesNotContain("management-tests");
	}

	@Test
	void infoTellsRolesAndInstance() {
		JsonNode info = port.get("/info").json();
		assertThat(info.get("roles").toString())
			.isEqualTo("[\"executor\",\"worker\",\"scheduler\",\"indexer\",\"api\"]");
		assertThat(info.at("/instance/id").asString()).isEqualTo("test");
		assertThat(info.propertyNames()).contains("java", "os", "process");
	}

	@Test
	void healthFollowsWhatItWatches() {
		assertHealth("/health/readiness", 200, "UP");
		JsonNode health = port.get("/health").json();
		assertThat(health.get("components").propertyNames()).contains("kafka", "kafkaStreams", "worker", "scheduler",
				"executor", "indexer", "repository", "diskSpace");
		IndexerView indexer = context.getBean(IndexerView.class);
		given(indexer.lastError()).willReturn("full");
		assertHealth("/health", 200, "DEGRADED");
		assertHealth("/health/readiness", 200, "UP");
		given(indexer.lastError()).willReturn(null);
		ExecutorView executor = context.getBean(ExecutorView.class);
		given(executor.isReady()).willReturn(false);
		assertHealth("/health/readiness", 503, "OUT_OF_SERVICE");
		assertHealth("/health/liveness", 200, "UP");
		given(executor.isReady()).willReturn(true);
		client.onChange(KafkaStreams.State.ERROR, KafkaStreams.State.RUNNING);
		assertHealth("/health/liveness", 503, "DOWN");
		assertHealth("/health", 503, "DOWN");
		client.onChange(KafkaStreams.State.RUNNING, KafkaStreams.State.ERROR);
		assertHealth("/health/liveness", 200, "UP");
	}

	private static void assertHealth(String path, int status, String expected) {
		ManagementPort.Answer answer = port.get(path);
		assertThat(answer.json().get("status").asString()).as(answer.body()).isEqualTo(expected);
		assertThat(answer.status()).isEqualTo(status);
	}

	private static void assertProblem(ManagementPort.Answer answer, int status) {
		assertThat(answer.status()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).as(answer.body()).startsWith("application/problem+json");
		JsonNode problem = Json.mapper().readTree(answer.body());
		assertThat(problem.get("status").asInt()).isEqualTo(status);
		assertThat(problem.get("title").asString()).isNotBlank();
		assertThat(problem.get("detail").asString()).isNotBlank();
	}

}
