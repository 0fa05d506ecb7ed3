package io.windhover.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.repository.elasticsearch.ElasticsearchServer;
import io.windhover.repository.elasticsearch.SearchServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From a real fault in running processes through a real Prometheus with the rules of
 * {@code src/monitoring} and a real Alertmanager with its routes to a webhook: the alert
 * that it shall be, no other, and its end when the fault is mended.
 */
class AlertingIT {

	/**
	 * Durations of rules, and nothing else in them: a minute is ten seconds here, which
	 * with a scrape each second is about what it is with one each 15 seconds.
	 */
	private static final Pattern DURATION = Pattern
		.compile("(?<=\\bfor: |\\boffset |\\[|:)(\\d+)([mhd])(?=\\n| |\\]|\\)|:\\d+m\\])");

	/** The one threshold that this test waits for, in seconds. */
	private static final String BACKLOG_AGE = "indexer_backlog_oldest_age{job=\"windhover\"} > ";

	private static final int SHORTER = 6;

	private static final Path RULES = Path.of("src/monitoring/prometheus/rules");

	@TempDir
	Path directory;

	@Test
	void faultsArriveAsTheirAlertsAndEnd() throws IOException {
		try (Alertmanager alertmanager = Alertmanager.start(this.directory);
				SearchServer repository = ElasticsearchServer.start(ElasticsearchServer.EIGHT);
				WindhoverProcess engine = start("engine", "--windhover.repository.type=elasticsearch",
						"--windhover.repository.elasticsearch.uris=" + repository.uri(),
						"--windhover.repository.elasticsearch.replicas=0", "--windhover.indexer.retry-max-delay=1s")
					.awaitReady();
				WindhoverProcess worker = start("worker", "--windhover.roles=worker",
						"--spring.kafka.bootstrap-servers=127.0.0.1:" + engine.brokerPort())
					.awaitReady();
				Prometheus prometheus = Prometheus.alerting(this.directory,
						List.of(engine.management(""), worker.management("")), shortened(), alertmanager.address())) {
			Awaitility.await("scrapes")
				.atMost(Duration.ofMinutes(1))
				.ignoreExceptions()
				.until(() -> prometheus.query("count_over_time(up[1m]) > 10").size() == 2);
			assertThat(alertmanager.notifications()).as("while all is well").isEmpty();
			await("that alerts arrive at all").until(() -> alertmanager.watchdogs().equals(Set.of("watchdog")));
			Set<String> expected = new TreeSet<>();

			expected.add("on-call WindhoverManagementDown " + instance(worker));
			expected.add("team WindhoverLeasesExpired " + instance(engine));
			killWithRunningTasks(engine, worker);
			await("the worker's alerts").until(() -> firing(alertmanager).containsAll(expected));
			worker.restart().awaitReady();
			await("the worker's end").until(() -> resolved(alertmanager, "WindhoverManagementDown"));

			expected.add("on-call WindhoverIndexerFailing " + instance(engine));
			killRepository(repository, engine, alertmanager);
			await("the indexer's end").until(() -> resolved(alertmanager, "WindhoverIndexerFailing"));

			expected.add("on-call WindhoverFailureBudgetBurnFast failing");
			expected.add("team WindhoverFlowFailing " + instance(engine));
			failExecutions(engine, prometheus);
			await("the flow's alert").until(() -> firing(alertmanager).containsAll(expected));
			assertThat(firing(alertmanager)).isEqualTo(expected);
			assertThat(alertmanager.notifications()).allSatisfy((each) -> {
				String name = each.label("alertname");
				assertThat(each.annotation("runbook_url")).isEqualTo("http://localhost:8081/runbooks/" + name);
				assertThat(each.annotation("description")).isNotBlank().doesNotContain("<no value>", "{{");
				if (!each.annotation("link").isEmpty()) {
					assertThat(engine.send(WindhoverProcess.request(URI.create(each.annotation("link"))).GET())
						.statusCode()).as(each.annotation("link")).isEqualTo(200);
				}
			});
		}
	}

	private static void killWithRunningTasks(WindhoverProcess engine, WindhoverProcess worker) {
		engine.put("resting", "rest",
				"namespace: resting\nid: rest\ntasks: [{id: rest, type: sleep, duration: PT10S}]\n");
		await("running tasks on the worker").until(() -> {
			engine.create("resting", "rest", "{}", "");
			return worker.get(worker.management("/worker")).get("runningCount").asInt() > 0;
		});
		worker.kill();
	}

	private static void killRepository(SearchServer repository, WindhoverProcess engine, Alertmanager alertmanager) {
		repository.kill();
		engine.create("resting", "rest", "{}", "");
		String alert = "on-call WindhoverIndexerFailing " + instance(engine);
		await("the indexer's alert").until(() -> firing(alertmanager).contains(alert));
		assertThat(engine.get(engine.management("/indexer")).at("/error/tries").asInt()).isPositive();
		repository.start();
	}

	private static void failExecutions(WindhoverProcess engine, Prometheus prometheus) {
		engine.put("failing", "stop",
				"namespace: failing\nid: stop\ntasks: [{id: stop, type: fail, message: on purpose}]\n");
		// what fails before it is no increase
		await("the first scrape of the flow's series").ignoreExceptions()
			.until(() -> prometheus.query("executor_execution_end_count_total{namespace_id=\"failing\"}").size() > 0);
		for (int i = 0; i < 10; i++) {
			assertThat(engine.create("failing", "stop", "{}", "?wait=PT60S").get("state").asString())
				.isEqualTo("FAILED");
		}
	}

	private WindhoverProcess start(String name, String... settings) throws IOException {
		Path own = Files.createDirectory(this.directory.resolve(name));
		String[] all = Stream.concat(Stream.of("--windhover.topics.heartbeat-interval=500ms",
				"--windhover.topics.lease=3s", "--windhover.topics.partitions=4",
				// how full the disk of this machine is, is no fault of the test's
				"--management.metrics.enable.disk=false"), Stream.of(settings))
			.toArray(String[]::new);
		return WindhoverProcess.start(own, all);
	}

	/**
	 * The rules with their durations and that threshold shortened, as they are otherwise.
	 */
	private Path shortened() throws IOException {
		Path rules = Files.createDirectory(this.directory.resolve("rules"));
		for (String file : List.of("recording.yml", "alerts.yml")) {
			String text = Files.readString(RULES.resolve(file)).replace(BACKLOG_AGE + 60, BACKLOG_AGE + 60 / SHORTER);
			Files.writeString(rules.resolve(file), DURATION.matcher(text).replaceAll(AlertingIT::shorter));
		}
		assertThat(Files.readString(rules.resolve("alerts.yml"))).contains("for: 10s\n", "[20s]", BACKLOG_AGE + "10\n")
			.doesNotContainPattern("for: \\d+m|\\[\\d+m");
		assertThat(Files.readString(rules.resolve("recording.yml"))).contains("[43200s:10s]", "[50s]");
		return rules;
	}

	private static String shorter(MatchResult duration) {
		long minutes = Long.parseLong(duration.group(1)) * switch (duration.group(2)) {
			case "d" -> 24 * 60;
			case "h" -> 60;
			default -> 1;
		};
		return minutes * 60 / SHORTER + "s";
	}

	private static String instance(WindhoverProcess process) {
		return process.management("").getAuthority();
	}

	/** All that ever fired: receiver, name, and the instance or namespace. */
	private static Set<String> firing(Alertmanager alertmanager) {
		return alertmanager.notifications()
			.stream()
			.filter((each) -> !each.isResolved())
			.map((each) -> "%s %s %s".formatted(each.receiver(), each.label("alertname"),
					each.label("instance").isEmpty() ? each.label("namespace_id") : each.label("instance")))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static boolean resolved(Alertmanager alertmanager, String name) {
		return alertmanager.notifications()
			.stream()
			.anyMatch((each) -> each.isResolved() && each.label("alertname").equals(name));
	}

	private static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(250));
	}

}
