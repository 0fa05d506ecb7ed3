package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The checks of the monitoring files fail when something is broken, and say where.
 */
class BrokenFilesTests {

	private static final String ALERTS = "prometheus/rules/alerts.yml";

	private static final String RECORDING = "prometheus/rules/recording.yml";

	private static final String EXECUTOR = "grafana/dashboards/windhover-executor.json";

	@TempDir
	Path root;

	@BeforeEach
	void copy() throws IOException {
		for (String part : List.of("prometheus", "grafana/dashboards", "grafana/provisioning")) {
			Path from = MonitoringFiles.ofTheRepository().root().resolve(part);
			FileSystemUtils.copyRecursively(from, this.root.resolve(part));
		}
	}

	@Test
	void meterThatAnAlertMisspells() throws IOException {
		breakOne(ALERTS, "expr: worker_stuck{", "expr: worker_stuk{");
		assertProblem(Contract::problemsOfExpressions, ALERTS, "alert WindhoverTasksStuck", "worker_stuk{",
				"no meter is 'worker_stuk'; did you mean 'worker_stuck'?");
	}

	@Test
	void meterThatADashboardMisspells() throws IOException {
		breakOne(EXECUTOR, "executor_executions_running", "executor_execution_running");
		assertProblem(Contract::problemsOfExpressions, EXECUTOR, "panel \"",
				"no meter is 'executor_execution_running'; " + "did you mean 'executor_executions_running'?");
	}

	@Test
	void meterThatATestOfRulesMisspells() throws IOException {
		breakOne("prometheus/tests/worker.yml", "worker_stuck{", "worker_stuk{");
		assertProblem(Contract::problemsOfExpressions, "prometheus/tests/worker.yml", "no meter is 'worker_stuk'");
	}

	@Test
	void tagOfAMatcherThatTheMeterDoesNotHave() throws IOException {
		breakOne(ALERTS, "state=\"ERROR\"}", "status=\"ERROR\"}");
		assertProblem(Contract::problemsOfExpressions, ALERTS, "alert WindhoverStreamsClientError",
				"no label 'status' in 'kafkastreams_client_state{job=\"windhover\", status=\"ERROR\"}'");
	}

	@Test
	void tagOfAGroupingThatTheMeterDoesNotHave() throws IOException {
		breakOne(RECORDING, "sum by (worker_group, le)", "sum by (workergroups, le)");
		assertProblem(Contract::problemsOfExpressions, RECORDING, "recording rule windhover:queue_wait_seconds:",
				"no label 'workergroups'", "did you mean 'worker_group'?");
	}

	@Test
	void recordingRuleThatIsGone() throws IOException {
		breakOne(RECORDING, "record: windhover:slots_used:sum", "record: windhover:another:sum");
		assertProblem(Contract::problemsOfExpressions, ALERTS, "alert WindhoverNoFreeSlots",
				"no meter is 'windhover:slots_used:sum'");
	}

	@Test
	void labelThatTheTextOfAnAlertReadsAndTheResultDoesNotHave() throws IOException {
		breakOne(ALERTS, "$labels.topic", "$labels.topik");
		assertProblem(Contract::problemsOfExpressions, ALERTS, "no label 'topik'", "did you mean 'topic'?");
	}

	@Test
	void expressionThatCannotBeRead() throws IOException {
		breakOne(ALERTS, "expr: executor_stuck{job=\"windhover\"} > 0", "expr: executor_stuck{} >");
		assertProblem(Contract::problemsOfExpressions, ALERTS, "alert WindhoverTaskRunsUnattended",
				"executor_stuck{} >", "at 18: does not parse");
	}

	@Test
	void variableThatTheDashboardDoesNotHave() throws IOException {
		breakOne(EXECUTOR, "namespace_id=~\\\"$namespace\\\"", "namespace_id=~\\\"$namspace\\\"");
		assertProblem(Contract::problemsOfNames, EXECUTOR, "variable flow",
				"no variable 'namspace'; did you mean 'namespace'?");
	}

	@Test
	void dataSourceThatIsNotProvisioned() throws IOException {
		breakOne(EXECUTOR, "\"uid\": \"${datasource}\"", "\"uid\": \"another\"");
		assertProblem(Contract::problemsOfNames, EXECUTOR, "no data source 'prometheus another' is provisioned");
	}

	@Test
	void whatGrafanaDoesNotKnow() throws IOException {
		breakOne(EXECUTOR, "\"colorMode\": \"value\"", "\"colourMode\": \"value\"");
		breakOne("grafana/dashboards/windhover-workers.json", "\"refId\": \"A\"", "\"refID\": \"A\"");
		breakOne("grafana/dashboards/windhover-overview.json", "\"mode\": \"absolute\"", "\"mode\": \"absolut\"");
		assertThat(Contract.problemsOfDashboards(new MonitoringFiles(this.root)))
			.anySatisfy((problem) -> assertThat(problem).startsWith("windhover-executor.json, /panels/")
				.contains("/options: must NOT have additional properties: colourMode"))
			.anySatisfy((problem) -> assertThat(problem).startsWith("windhover-workers.json, ").contains("refID"))
			.anySatisfy((problem) -> assertThat(problem).startsWith("windhover-overview.json, ")
				.contains("must be equal to one of the allowed values: absolute, percentage"));
	}

	/** The first place at which it stands. */
	private void breakOne(String file, String what, String by) throws IOException {
		Path path = this.root.resolve(file);
		String text = Files.readString(path);
		assertThat(text).as(file).contains(what);
		int at = text.indexOf(what);
		Files.writeString(path, text.substring(0, at) + by + text.substring(at + what.length()));
	}

	private void assertProblem(Function<MonitoringFiles, List<String>> check, String... parts) {
		List<String> problems = check.apply(new MonitoringFiles(this.root));
		assertThat(problems).anySatisfy(
				(problem) -> assertThat(Stream.of(parts)).allSatisfy((part) -> assertThat(problem).contains(part)));
	}

}
