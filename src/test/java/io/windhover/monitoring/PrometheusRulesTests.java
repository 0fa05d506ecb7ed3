package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules are right by promtool's judgement, each alert is tested both ways and has all
 * that belongs to it, and these checks notice what they are there for.
 */
class PrometheusRulesTests {

	/** Debian's Prometheus is built without Kubernetes: its pods are told as a file. */
	private static final String DISCOVERY = "kubernetes_sd_configs:\n      - role: pod\n";

	private static final String SCRAPED = "\"__meta_kubernetes_pod_annotation_prometheus_io_scrape\": \"true\"";

	/** What each check says while nothing is broken. */
	private static final Map<Check, String> UNBROKEN = new HashMap<>();

	private final AlertFiles files = new AlertFiles(Path.of(""));

	@TempDir
	Path directory;

	@Test
	void rulesAndConfigurationsAreValid() {
		assertContent(Tool.promtool(this.files.prometheus(), "check", "rules", this.files.files("rules")));
		for (String configuration : List.of("prometheus.yml", "scrape/static.yml", "scrape/file.yml",
				"scrape/scopes.yml")) {
			assertContent(Tool.promtool(this.files.prometheus(), "check", "config", configuration));
		}
	}

	@Test
	void everyAlertFiresAndIsSilentAsItsCasesSay() {
		assertContent(Tool.promtool(this.files.prometheus(), "test", "rules", this.files.files("tests")));
	}

	@Test
	void everyAlertHasAllThatBelongsToIt() {
		assertThat(this.files.problems()).isEmpty();
	}

	@Test
	void annotationsOfAPodMakeItsTarget() throws IOException {
		String configuration = AlertFiles.read(this.files.prometheus().resolve("scrape/kubernetes.yml"));
		assertThat(configuration).contains(DISCOVERY);
		Files.writeString(this.directory.resolve("kubernetes.yml"),
				configuration.replace(DISCOVERY, "file_sd_configs:\n      - files: [pods.json]\n"));
		Files.writeString(this.directory.resolve("pods.json"),
				"[%s]".formatted(String.join(",", pod("plain", "windhover", SCRAPED), pod("told", "windhover", """
						"__meta_kubernetes_pod_annotation_prometheus_io_scrape": "true",
						"__meta_kubernetes_pod_annotation_prometheus_io_scheme": "https",
						"__meta_kubernetes_pod_annotation_prometheus_io_path": "/manage/prometheus",
						"__meta_kubernetes_pod_annotation_prometheus_io_port": "9081"
						"""), pod("six", "windhover", SCRAPED).replace("10.0.0.1\"", "fd00::1\""),
						pod("pulling", "windhover", SCRAPED).replace("Running", "Pending"),
						pod("ended", "windhover", SCRAPED).replace("Running", "Succeeded"),
						pod("silent", "windhover", "\"other\": \"label\""), pod("another", "kafka", SCRAPED))));
		Tool tool = Tool.promtool(this.directory, "check", "service-discovery", "--timeout=3s", "kubernetes.yml",
				"windhover");
		assertThat(tool.exit()).as(tool.said()).isZero();
		List<String> targets = new JsonMapper().readTree(json(tool.said()))
			.valueStream()
			.map((each) -> each.get("labels"))
			.filter(Predicate.not(JsonNode::isEmpty))
			.map((labels) -> "%s %s://%s%s".formatted(labels.path("pod").asString(),
					labels.path("__scheme__").asString(), labels.path("instance").asString(),
					labels.path("__metrics_path__").asString()))
			.toList();
		assertThat(targets).containsExactlyInAnyOrder("plain http://10.0.0.1:8081/prometheus",
				"six http://[fd00::1]:8081/prometheus", "told https://10.0.0.1:9081/manage/prometheus");
	}

	@Test
	void alertmanagersConfigurationIsValid() {
		assertContent(Tool.amtool(this.files.alertmanager(), "check-config", "alertmanager.yml"));
	}

	@ParameterizedTest
	@MethodSource("breakages")
	void whatBreaksIsNoticed(Breakage breakage) throws IOException {
		FileSystemUtils.copyRecursively(Path.of("src/monitoring/prometheus"),
				this.directory.resolve("src/monitoring/prometheus"));
		FileSystemUtils.copyRecursively(Path.of("src/monitoring/alertmanager"),
				this.directory.resolve("src/monitoring/alertmanager"));
		FileSystemUtils.copyRecursively(Path.of("src/docs/runbooks"), this.directory.resolve("src/docs/runbooks"));
		AlertFiles copy = new AlertFiles(this.directory);
		assertThat(UNBROKEN.computeIfAbsent(breakage.check(), (check) -> check.noticed(copy)))
			.as("before anything is broken")
			.doesNotContain(breakage.notice());
		breakage.damage().to(this.directory);
		assertThat(breakage.check().noticed(copy)).contains(breakage.notice());
	}

	static Stream<Breakage> breakages() {
		Check read = (files) -> String.join("\n", files.problems());
		Check executor = (files) -> promtool(files, "test", "tests", "executor.yml");
		return Stream.of(
				new Breakage("a rule that cannot be read", replace("prometheus/rules/alerts.yml", "> 0\n", "> > 0\n"),
						(files) -> promtool(files, "check", "rules", "alerts.yml"), "parse error"),
				new Breakage("a threshold",
						replace("prometheus/rules/alerts.yml", "executor_stuck{job=\"windhover\"} > 0",
								"executor_stuck{job=\"windhover\"} > 5"),
						executor, "WindhoverTaskRunsUnattended fires when a worker is gone"),
				new Breakage("how long it must last",
						replace("prometheus/rules/alerts.yml",
								"expr: executor_stuck{job=\"windhover\"} > 0\n        for: 2m",
								"expr: executor_stuck{job=\"windhover\"} > 0\n        for: 15s"),
						executor, "WindhoverTaskRunsUnattended is silent while the lease"),
				new Breakage("a tag",
						replace("prometheus/rules/recording.yml", "sum by (namespace_id)", "sum by (namespace)"),
						(files) -> promtool(files, "test", "tests", "failure-budget.yml"),
						"WindhoverFailureBudgetBurnFast fires"),
				new Breakage("a severity", replace("prometheus/rules/alerts.yml",
						"expr: worker_stuck{job=\"windhover\"} > 0\n        for: 10m\n        labels:\n          severity: warning",
						"expr: worker_stuck{job=\"windhover\"} > 0\n        for: 10m\n        labels:"), read,
						"WindhoverTasksStuck has no severity"),
				new Breakage("a summary",
						replace("prometheus/rules/alerts.yml", "summary: \"Jobs wait long for a worker\"",
								"title: none"),
						read, "WindhoverQueueWaitLong has no summary"),
				new Breakage("a link to the runbook",
						replace("prometheus/rules/alerts.yml", "/WindhoverDeadLetters\"", "/WindhoverDeadLetter\""),
						read, "WindhoverDeadLetters does not link its runbook"),
				new Breakage("a link to the cause",
						replace("prometheus/rules/alerts.yml", "://{{ $labels.instance }}/indexer\"", "/indexer\""),
						read, "WindhoverIndexerFailing does not link the route that shows the cause"),
				new Breakage("a link that knows of no TLS",
						replace("prometheus/rules/alerts.yml",
								"{{ with $externalLabels.scheme }}{{ . }}{{ else }}http{{ end }}://", "http://"),
						read, "WindhoverTasksStuck does not link the route that shows the cause"),
				new Breakage("the silent case",
						replace("prometheus/tests/worker.yml",
								"(?s)  - name: WindhoverTasksStuck is silent.*?(?=  - name|\\z)", ""),
						read, "No case in which WindhoverTasksStuck is silent"),
				new Breakage("the firing case",
						replace("prometheus/tests/worker.yml",
								"(?s)  - name: WindhoverTasksStuck fires.*?(?=  - name|\\z)", ""),
						read, "No case in which WindhoverTasksStuck fires"),
				new Breakage("a runbook",
						(root) -> Files.delete(root.resolve("src/docs/runbooks/WindhoverDeadLetters.md")), read,
						"WindhoverDeadLetters has no runbook"),
				new Breakage("an alert that a runbook is of",
						(root) -> Files.writeString(root.resolve("src/docs/runbooks/WindhoverGone.md"), "# Gone"), read,
						"WindhoverGone is a runbook of no alert"),
				new Breakage("the name of an alert that inhibits another",
						replace("alertmanager/alertmanager.yml", "WindhoverSchedulerStalled",
								"WindhoverSchedulerStopped"),
						read, "WindhoverSchedulerStopped is no alert"),
				new Breakage("Alertmanager's configuration",
						replace("alertmanager/alertmanager.yml", "receiver: on-call", "receiver: nobody"),
						(files) -> Tool.amtool(files.alertmanager(), "check-config", "alertmanager.yml").said(),
						"undefined receiver"));
	}

	private static String promtool(AlertFiles files, String command, String directory, String file) {
		return Tool
			.promtool(files.prometheus().resolve(command.equals("check") ? "rules" : directory), command, "rules", file)
			.said();
	}

	private static Damage replace(String file, String what, String with) {
		return (root) -> {
			Path path = root.resolve("src/monitoring").resolve(file);
			String before = Files.readString(path);
			String after = what.startsWith("(?s)") ? before.replaceFirst(what, with) : before.replace(what, with);
			assertThat(after).as("%s in %s", what, file).isNotEqualTo(before);
			Files.writeString(path, after);
		};
	}

	private static String pod(String name, String application, String more) {
		return """
				{"targets": ["10.0.0.1:1234"], "labels": {"__meta_kubernetes_pod_ip": "10.0.0.1",
				"__meta_kubernetes_pod_name": "%s", "__meta_kubernetes_namespace": "flows",
				"__meta_kubernetes_pod_phase": "Running",
				"__meta_kubernetes_pod_label_app_kubernetes_io_name": "%s", %s}}
				""".formatted(name, application, more);
	}

	/** Without what it logs before and after. */
	private static String json(String said) {
		return said.substring(said.indexOf("[\n"), said.lastIndexOf("\n]") + 2);
	}

	private static void assertContent(Tool tool) {
		assertThat(tool.exit()).as(tool.said()).isZero();
	}

	/** Something that is broken, and what must be said of it. */
	record Breakage(String what, Damage damage, Check check, String notice) {

		@Override
		public String toString() {
			return this.what;
		}

	}

	/** Breaks something under a root. */
	private interface Damage {

		void to(Path root) throws IOException;

	}

	/** All that is said of the files. */
	private interface Check {

		String noticed(AlertFiles files);

	}

}
