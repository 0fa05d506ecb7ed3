package io.windhover.system;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.management.metrics.Meters;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The scrape of the running application is whole, and real parsers of Prometheus take it.
 */
class ScrapeIT {

	private static final Duration SOON = Duration.ofMinutes(3);

	private static final String TEXT = "text/plain;version=0.0.4";

	private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0";

	/** As Prometheus asks. */
	private static final String ACCEPT = "application/openmetrics-text;version=1.0.0,"
			+ "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

	/** Names that Windhover did not choose, at which the linter takes offence. */
	private static final Set<String> OFFENDING = Set.of("worker_running_count", "scheduler_evaluate_running_count");

	@TempDir
	static Path directory;

	private static WindhoverProcess windhover;

	@BeforeAll
	static void runEachTypeOfTask() {
		windhover = WindhoverProcess
			.start(directory, "--windhover.metrics.max-flows=4", "--windhover.events.enabled=true",
					"--windhover.events.subscriptions[0].name=hub",
					"--windhover.events.subscriptions[0].url=http://127.0.0.1:" + FreePorts.next(),
					"--windhover.events.subscriptions[0].labels.sent=never")
			.awaitReady();
		put("all", """
				tasks:
				  - {id: say, type: log, message: hello}
				  - {id: give, type: return, value: "{{ execution.id }}"}
				  - {id: rest, type: sleep, duration: PT0.01S}
				  - {id: run, type: shell, command: "echo one; echo two >&2"}
				  - {id: fetch, type: http, uri: "%s"}
				""".formatted(windhover.management("/health")));
		put("failing", "tasks:\n  - {id: stop, type: fail, message: on purpose}\n");
		put("scheduled", """
				tasks:
				  - {id: say, type: log, message: hello}
				triggers:
				  - {id: tick, type: schedule, cron: "*/2 * * * * *"}
				  - {id: poll, type: http-poll, uri: "%s", interval: PT1S}
				""".formatted(windhover.management("/health")));
		assertThat(run("all")).isEqualTo("SUCCESS");
		assertThat(run("failing")).isEqualTo("FAILED");
	}

	@AfterAll
	static void stop() {
		windhover.close();
	}

	@Test
	void everyMeterOfTheCatalogueIsThereWithItsTags() {
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			Scrape scrape = Scrape.of(scrape(TEXT));
			for (Meters meter : Meters.values()) {
				Set<String> keys = meter.tags().stream().map(Meters.Tag::asString).collect(Collectors.toSet());
				assertThat(scrape.all(name(meter))).as(name(meter))
					.isNotEmpty()
					.allSatisfy((sample) -> assertThat(sample.labels().keySet()).isEqualTo(keys));
			}
		});
		Scrape scrape = Scrape.of(scrape(TEXT));
		assertThat(scrape.sum("task_http_request_duration_seconds_count", flow("all"))).isEqualTo(1);
		assertThat(scrape.sum("task_http_response_bytes_total", flow("all"))).isPositive();
		assertThat(scrape.sum("task_shell_output_lines_total", flow("all"))).isEqualTo(2);
		assertThat(scrape.all("worker_started_count_total", flow("all"))).extracting((sample) -> sample.labels())
			.extracting((labels) -> labels.get("task_type"))
			.containsExactlyInAnyOrder("log", "return", "sleep", "shell", "http");
	}

	@Test
	void metersOfTheRolesMoveInTheRunningApplication() {
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			Scrape scrape = Scrape.of(scrape(TEXT));
			assertThat(scrape.sum("indexer_freshness_seconds_count", "index", "executions"))
				// which counts the documents of flows that are gone, too
				.isGreaterThanOrEqualTo(scrape.sum("indexer_count_total", "index", "executions"))
				.isPositive();
			assertThat(scrape.sum("indexer_backlog_oldest_age")).isNotNegative();
			assertThat(scrape.sum("executor_executions_oldest_age")).isNotNegative();
			assertThat(scrape.sum("executor_stuck")).isZero();
			assertThat(scrape.sum("topic_dead_letters_total")).isZero();
			assertThat(scrape.sum("management_meters_active")).isPositive();
		});
		JsonNode executor = windhover.get(windhover.management("/executor"));
		assertThat(executor.get("ready").asBoolean()).isTrue();
		assertThat(executor.get("stuckCount").asInt()).isZero();
		assertThat(executor.get("stores")).hasSize(1)
			.allSatisfy((store) -> assertThat(store.get("approximateEntries").asLong()).isNotNegative());
		JsonNode indexer = windhover.get(windhover.management("/indexer"));
		assertThat(indexer.get("repository").asString()).isEqualTo("sqlite");
		assertThat(indexer.at("/indexed/executions").asInt()).isPositive();
		assertThat(indexer.at("/last/documents").asInt()).isPositive();
		assertThat(indexer.at("/waiting/records").isNumber()).isTrue();
	}

	@Test
	void promtoolTakesTheText() throws Exception {
		String said = Prometheus.check(directory, scrape(TEXT));
		String ours = Stream.of(Meters.values())
			.map(ScrapeIT::name)
			.map((name) -> name.replaceFirst("(_seconds_count|_total)$", ""))
			.collect(Collectors.joining("|"));
		// 0: all is well, 3: it can be read, but the linter does not like a name
		assertThat(said).matches("(?s)^[03]\n.*").doesNotContain("error while");
		assertThat(said.lines()
			.skip(1)
			.filter((line) -> line.matches("(" + ours + ").*"))
			.filter((line) -> OFFENDING.stream().noneMatch(line::startsWith))).isEmpty();
	}

	@Test
	void prometheusScrapesOpenMetrics() throws Exception {
		String text = scrape(ACCEPT);
		assertThat(text).endsWith("\n# EOF\n");
		assertThat(contentType(ACCEPT)).startsWith("application/openmetrics-text").contains("version=1.0.0");
		assertThat(contentType(TEXT)).startsWith("text/plain").contains("version=0.0.4");
		assertThat(contentType("*/*")).startsWith("text/plain");
		// long enough for each answer on a busy machine
		Duration interval = Duration.ofSeconds(5);
		try (Prometheus prometheus = Prometheus.scraping(directory, windhover.management("/prometheus"), interval)) {
			Awaitility.await()
				.atMost(SOON)
				.ignoreExceptions()
				.until(() -> prometheus.query("up{job=\"windhover\"} == 1").size() == 1
						&& prometheus.query("count_over_time(up{job=\"windhover\"}[1m]) > 2").size() == 1);
			assertThat(prometheus.query("min_over_time(up{job=\"windhover\"}[1m]) == 1")).hasSize(1);
			Set<String> names = prometheus.names().valueStream().map(JsonNode::asString).collect(Collectors.toSet());
			assertThat(names).containsAll(Stream.of(Meters.values()).map(ScrapeIT::name).toList());
			double scraped = prometheus.query("scrape_samples_scraped{job=\"windhover\"}")
				.get(0)
				.at("/value/1")
				.asDouble();
			assertThat(scraped).isGreaterThanOrEqualTo(Scrape.of(text).samples().size());
			Scrape itself = prometheus.ofItself();
			for (String fault : List.of("sample_duplicate_timestamp", "sample_out_of_order", "sample_out_of_bounds")) {
				assertThat(itself.sum("prometheus_target_scrapes_" + fault + "_total")).as(fault).isZero();
			}
		}
	}

	@Test
	void noSeriesAndNoNameIsThereTwice() {
		for (String accept : List.of(TEXT, OPEN_METRICS)) {
			String text = scrape(accept);
			List<Scrape.Sample> samples = Scrape.of(text).samples();
			Set<List<Object>> series = new HashSet<>();
			assertThat(samples).isNotEmpty()
				.allSatisfy((sample) -> assertThat(series.add(List.of(sample.name(), sample.labels())))
					.as("%s%s is there once", sample.name(), sample.labels())
					.isTrue());
			assertThat(text.lines().filter((line) -> line.startsWith("# TYPE ")).map((line) -> line.split(" ", -1)[2]))
				.doesNotHaveDuplicates();
		}
	}

	@Test
	void scrapeIsAsLargeAsThePageTells() throws IOException {
		put("resting", """
				tasks:
				  - {id: say, type: log, message: hello}
				triggers:
				  - {id: rarely, type: schedule, cron: "0 0 29 2 *"}
				""");
		// src/docs/scrape.md, and the test of its tables
		Awaitility.await()
			.atMost(SOON)
			.untilAsserted(() -> assertThat(scrape(TEXT).lines().filter((line) -> line.contains("flow_id=\"resting\"")))
				.hasSize(25)
				.allMatch((line) -> line.matches(".* (0\\.0|NaN)") || line.contains("index=\"triggers\"")));
		delete("resting");
		Awaitility.await().atMost(SOON).until(() -> !scrape(TEXT).contains("flow_id=\"resting\""));
		Matcher told = Pattern.compile("without flows, is\\s+about ([\\d,]+) series and ([\\d.]+) MB")
			.matcher(Files.readString(Path.of("src/docs/scrape.md")));
		assertThat(told.find()).isTrue();
		List<String> itself = scrape(TEXT).lines()
			.filter((line) -> !line.contains("flow_id=") || line.contains("flow_id=\"__none__\""))
			.toList();
		long series = itself.stream().filter((line) -> !line.startsWith("#")).count();
		double megabytes = itself.stream().mapToInt((line) -> line.length() + 1).sum() / 1e6;
		assertThat(series).isCloseTo(Long.parseLong(told.group(1).replace(",", "")), Percentage.withPercentage(20));
		assertThat(megabytes).isCloseTo(Double.parseDouble(told.group(2)), Percentage.withPercentage(20));
	}

	@Test
	void scopesAreThePartsOfTheWhole() {
		// first, as families come meanwhile and none goes
		Set<String> whole = Set.copyOf(names(Scrape.of(scrape(TEXT)).samples()));
		List<Scrape.Sample> flows = Scrape.of(text("/prometheus?scope=flows", TEXT)).samples();
		List<Scrape.Sample> engine = Scrape.of(text("/prometheus?scope=engine", TEXT)).samples();
		List<Scrape.Sample> jvm = Scrape.of(text("/prometheus?scope=jvm", TEXT)).samples();
		assertThat(flows).allMatch((sample) -> sample.labels().containsKey("flow_id"));
		assertThat(Stream.of(engine, jvm).flatMap(List::stream))
			.noneMatch((sample) -> sample.labels().containsKey("flow_id"));
		assertThat(names(engine)).doesNotContainAnyElementsOf(names(jvm));
		for (Meters meter : Meters.values()) {
			assertThat(names(meter.tags().contains(Meters.Tag.FLOW) ? flows : engine)).contains(name(meter));
		}
		Set<String> parts = Stream.of(flows, engine, jvm)
			.flatMap((part) -> names(part).stream())
			.collect(Collectors.toSet());
		assertThat(parts).containsAll(whole);
		assertThat(text("/prometheus?scope=engine,jvm", ACCEPT)).endsWith("\n# EOF\n");
	}

	private static Set<String> names(List<Scrape.Sample> samples) {
		return samples.stream().map(Scrape.Sample::name).collect(Collectors.toSet());
	}

	@Test
	void seriesOfADeletedFlowGo() {
		put("leaving", "tasks:\n  - {id: run, type: shell, command: echo gone}\n");
		assertThat(run("leaving")).isEqualTo("SUCCESS");
		Awaitility.await()
			.atMost(SOON)
			.until(() -> !Scrape.of(scrape(TEXT)).all("task_shell_output_lines_total", flow("leaving")).isEmpty());
		delete("leaving");
		Awaitility.await().atMost(SOON).until(() -> !scrape(TEXT).contains("flow_id=\"leaving\""));
	}

	@Test
	void flowsAboveTheLimitShareSeriesAndHealthSaysSo() {
		put("last", "tasks:\n  - {id: say, type: log, message: hello}\n");
		put("above", "tasks:\n  - {id: say, type: log, message: hello}\n");
		put("beyond", "tasks:\n  - {id: say, type: log, message: hello}\n");
		for (String flow : List.of("last", "above", "beyond", "above")) {
			assertThat(run(flow)).isEqualTo("SUCCESS");
		}
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			Scrape scrape = Scrape.of(scrape(TEXT));
			assertThat(scrape.sum("executor_execution_end_count_total", "flow_id", "__other__", "state", "SUCCESS"))
				.isEqualTo(3);
			assertThat(scrape.sum("executor_execution_end_count_total", flow("last", "state", "SUCCESS"))).isEqualTo(1);
			assertThat(scrape.sum("management_meters_overflow")).isEqualTo(2);
		});
		assertThat(scrape(TEXT)).doesNotContain("flow_id=\"above\"").doesNotContain("flow_id=\"beyond\"");
		JsonNode health = windhover.get(windhover.management("/health"));
		assertThat(health.get("status").asString()).isEqualTo("DEGRADED");
		JsonNode metrics = health.at("/components/metrics");
		assertThat(metrics.get("status").asString()).isEqualTo("DEGRADED");
		assertThat(metrics.at("/details/overflow").asInt()).isEqualTo(2);
		assertThat(metrics.at("/details/error").asString()).contains("windhover.metrics.max-flows");
		List.of("last", "above", "beyond").forEach(ScrapeIT::delete);
		Awaitility.await()
			.atMost(SOON)
			.until(() -> windhover.get(windhover.management("/health"))
				.at("/components/metrics/status")
				.asString()
				.equals("UP"));
	}

	/** The name of one of its samples. */
	private static String name(Meters meter) {
		String name = meter.getName().replace('.', '_');
		return switch (meter.getType()) {
			case COUNTER -> name + "_total";
			case TIMER -> name + "_seconds_count";
			default -> name;
		};
	}

	private static String[] flow(String id, String... more) {
		return Stream.concat(Stream.of("namespace_id", "scraped", "flow_id", id), Arrays.stream(more))
			.toArray(String[]::new);
	}

	private static void put(String id, String rest) {
		windhover.put("scraped", id, "namespace: scraped\nid: %s\n%s".formatted(id, rest));
	}

	private static void delete(String id) {
		assertThat(windhover.send(WindhoverProcess.request(windhover.api("/api/flows/scraped/" + id)).DELETE())
			.statusCode()).isBetween(200, 204);
	}

	private static String run(String flow) {
		return windhover.create("scraped", flow, "{}", "?wait=PT60S").get("state").asString();
	}

	private static String scrape(String accept) {
		return answer(accept).body();
	}

	private static String contentType(String accept) {
		return answer(accept).headers().firstValue("Content-Type").orElse("");
	}

	private static HttpResponse<String> answer(String accept) {
		return answer("/prometheus", accept);
	}

	private static String text(String path, String accept) {
		return answer(path, accept).body();
	}

	private static HttpResponse<String> answer(String path, String accept) {
		HttpResponse<String> answer = windhover
			.send(WindhoverProcess.request(windhover.management(path)).header("Accept", accept).GET());
		assertThat(answer.statusCode()).isEqualTo(200);
		return answer;
	}

}
