package io.windhover.system;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.windhover.monitoring.Dashboard;
import io.windhover.monitoring.Expression;
import io.windhover.monitoring.KnownSeries;
import io.windhover.monitoring.MonitoringFiles;
import io.windhover.monitoring.PromQl;
import io.windhover.monitoring.Variables;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What rules and dashboards ask of a Prometheus that scrapes the running application has
 * an answer.
 */
class MonitoringIT {

	private static final Duration SOON = Duration.ofMinutes(5);

	private static final MonitoringFiles FILES = MonitoringFiles.ofTheRepository();

	@TempDir
	static Path directory;

	private static WindhoverProcess windhover;

	private static Prometheus prometheus;

	@BeforeAll
	static void doALittleOfEverything() throws Exception {
		// nobody listens there, and nothing is sent there
		windhover = WindhoverProcess.start(directory, "--windhover.events.enabled=true",
				"--windhover.events.subscriptions[0].name=hub",
				"--windhover.events.subscriptions[0].url=http://127.0.0.1:" + FreePorts.next(),
				"--windhover.events.subscriptions[0].labels.sent=never");
		windhover.awaitReady();
		prometheus = Prometheus.scraping(directory, windhover.management("/prometheus"),
				FILES.root().resolve("prometheus/rules"), past());
		// the first of its namespace, which a dashboard of one flow shows
		put("all", """
				expect: {maxFailuresInARow: 1000}
				tasks:
				  - {id: say, type: log, message: hello}
				  - {id: run, type: shell, command: "echo one; echo two >&2"}
				  - {id: fetch, type: http, uri: "%s"}
				triggers:
				  - {id: tick, type: schedule, cron: "*/2 * * * * *"}
				  - {id: poll, type: http-poll, uri: "%s", interval: PT1S}
				""".formatted(windhover.management("/health"), windhover.management("/health")));
		put("failing", "tasks:\n  - {id: stop, type: fail, message: on purpose}\n");
		put("retried", """
				tasks:
				  - id: flaky
				    type: shell
				    command: test {{ taskRun.attempt }} -ge 2
				    retry: {type: exponential, delay: PT0.1S, maxAttempts: 3}
				""");
		put("running", "tasks:\n  - {id: rest, type: sleep, duration: PT2H}\n");
		create("running");
		post("/worker", "{\"state\": \"draining\"}");
		Awaitility.await()
			.atMost(SOON)
			.ignoreExceptions()
			.until(() -> prometheus.query("worker_draining == 1").size() == 1);
		post("/worker", "{\"state\": \"running\"}");
	}

	/**
	 * What was recorded each five minutes this morning: rules over hours read it, and no
	 * test can wait for it.
	 */
	private static String past() {
		StringBuilder past = new StringBuilder();
		Instant now = Instant.now();
		for (String name : List.of("windhover:executions_failed:increase5m", "windhover:executions_ended:increase5m")) {
			past.append("# TYPE ").append(name).append(" gauge\n");
			for (Instant at = now.minus(Duration.ofHours(5)); at
				.isBefore(now.minus(Duration.ofHours(4))); at = at.plusSeconds(60)) {
				past.append("%s{namespace_id=\"watched\"} 1 %d\n".formatted(name, at.getEpochSecond()));
			}
		}
		return past.append("# EOF\n").toString();
	}

	@AfterAll
	static void stop() {
		if (prometheus != null) {
			prometheus.close();
		}
		if (windhover != null) {
			windhover.close();
		}
	}

	@Test
	void everyPanelVariableAndAnnotationHasAnAnswer() {
		List<Expression> asked = FILES.dashboards()
			.stream()
			.flatMap((dashboard) -> dashboard.expressions(chosen(dashboard)).stream())
			.toList();
		assertThat(asked).isNotEmpty();
		assertAnswered(asked, MonitoringIT::hasAnswer);
	}

	@Test
	void everySelectorOfAnAlertHasAnAnswer() {
		List<Expression> alerts = ofKind(Expression.Kind.ALERT);
		List<PromQl> trees = PromQl.read(alerts.stream().map(Expression::text).toList());
		List<Expression> selectors = IntStream.range(0, alerts.size())
			.boxed()
			.flatMap((index) -> trees.get(index).selectors().stream().map((text) -> with(alerts.get(index), text)))
			.toList();
		assertThat(selectors).isNotEmpty();
		assertAnswered(selectors, (selector) -> prometheus.query(selector.text()).size() > 0);
	}

	@Test
	void everyRecordingRuleMakesSeriesAndNoRuleFails() {
		List<Expression> recorded = ofKind(Expression.Kind.RECORDING).stream()
			.map((rule) -> with(rule, rule.name()))
			.toList();
		assertThat(recorded).isNotEmpty();
		assertAnswered(recorded, (rule) -> prometheus.query(rule.text()).size() > 0);
		assertThat(prometheus.rules()).hasSize(FILES.rules().size())
			.allSatisfy((rule) -> assertThat(rule.get("health").asString()).as(rule.toString()).isEqualTo("ok"));
	}

	@Test
	void metersOfTheFrameworkAreThereWithTheirLabels() {
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			Scrape scrape = Scrape.of(windhover.text(windhover.management("/prometheus")));
			KnownSeries.FRAMEWORK.forEach((name, labels) -> {
				Set<String> found = scrape.all(name)
					.stream()
					.flatMap((sample) -> sample.labels().keySet().stream())
					.collect(Collectors.toSet());
				assertThat(scrape.all(name)).as(name).isNotEmpty();
				assertThat(found).as(name).isEqualTo(labels);
			});
		});
	}

	@Test
	void whatHasNoAnswerIsSeen() {
		Awaitility.await().atMost(SOON).until(() -> hasAnswer(asked("worker_ended_count_total{state=\"FAILED\"}")));
		assertThat(hasAnswer(asked("worker_ended_count_total{state=\"FAILD\"}"))).isFalse();
		assertThat(hasAnswer(asked("0 * worker_draining / worker_draining"))).isFalse();
	}

	/**
	 * Asks again and again, while things go on, until all have an answer.
	 */
	private static void assertAnswered(Collection<Expression> expressions, Predicate<Expression> hasAnswer) {
		List<Expression> waiting = new ArrayList<>(expressions);
		Awaitility.await().atMost(SOON).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
			Stream.of("all", "failing", "retried").forEach(MonitoringIT::create);
			waiting.removeIf(hasAnswer);
			assertThat(waiting).as("expressions without an answer").isEmpty();
		});
	}

	private static boolean hasAnswer(Expression expression) {
		return switch (expression.kind()) {
			case VARIABLE -> !values(expression).isEmpty();
			case INSTANT -> isAnswer(prometheus.query(expression.text()));
			default -> isAnswer(prometheus.queryRange(expression.text(), Duration.ofMinutes(2)));
		};
	}

	/** Some number, at some time, which is not NaN. */
	private static boolean isAnswer(JsonNode result) {
		return result.valueStream()
			.flatMap((series) -> series.has("value") ? Stream.of(series.get("value"))
					: series.get("values").valueStream())
			.anyMatch((sample) -> !sample.get(1).asString().equals("NaN"));
	}

	/**
	 * Those that Grafana would offer, and of them all, or where there can be only one the
	 * first.
	 */
	private static Variables chosen(Dashboard dashboard) {
		Map<String, String> chosen = new LinkedHashMap<>();
		for (JsonNode variable : dashboard.json().at("/templating/list")) {
			if (variable.path("type").asString("").equals("query")) {
				String name = variable.get("name").asString();
				Variables values = Variables.of(dashboard.json()).with(chosen);
				dashboard.expressions(values)
					.stream()
					.filter((expression) -> expression.where().equals("variable " + name))
					.forEach((query) -> chosen.put(name, choice(variable, query)));
			}
		}
		return Variables.of(dashboard.json()).with(chosen);
	}

	private static String choice(JsonNode variable, Expression query) {
		Awaitility.await(query.toString()).atMost(SOON).until(() -> !values(query).isEmpty());
		String regex = variable.path("regex").asString("").replaceAll("^/|/$", "");
		List<String> values = values(query).stream()
			.filter((value) -> regex.isEmpty() || Pattern.compile(regex).matcher(value).find())
			.toList();
		assertThat(values).as("%s with the pattern %s", query, regex).isNotEmpty();
		return variable.path("multi").asBoolean(false) ? values.stream()
			.map((value) -> value.replaceAll("[.*+?()\\[\\]{}|^$]", "\\\\\\\\$0"))
			.collect(Collectors.joining("|", "(", ")")) : values.get(0);
	}

	private static Set<String> values(Expression variable) {
		String label = variable.uses().iterator().next();
		return prometheus.query("group by (%s) (%s)".formatted(label, variable.text()))
			.valueStream()
			.map((series) -> series.at("/metric/" + label).asString(""))
			.filter((value) -> !value.isEmpty())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static List<Expression> ofKind(Expression.Kind kind) {
		return FILES.rules().stream().filter((rule) -> rule.kind() == kind).toList();
	}

	private static Expression with(Expression rule, String text) {
		return new Expression(rule.file(), rule.where(), rule.kind(), text, Set.of(), rule.name(), Set.of());
	}

	private static Expression asked(String text) {
		return new Expression("", "", Expression.Kind.INSTANT, text, Set.of(), "", Set.of());
	}

	private static void put(String id, String rest) {
		windhover.put("watched", id, "namespace: watched\nid: %s\n%s".formatted(id, rest));
	}

	private static void create(String id) {
		windhover.create("watched", id, "{}", "");
	}

	private static void post(String path, String body) {
		assertThat(windhover.post(windhover.management(path), body).statusCode()).isEqualTo(202);
	}

}
