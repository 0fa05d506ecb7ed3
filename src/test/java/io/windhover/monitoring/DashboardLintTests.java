package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboards follow the rules of Grafana's dashboard-linter, but for what
 * {@code dashboards/.lint} leaves out with a reason.
 */
class DashboardLintTests {

	private static final String SOUND = """
			{"title": "A", "editable": false, "templating": {"list": [
			  {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Data source"},
			  {"name": "job", "type": "query", "label": "Job", "multi": true, "allValue": ".+", "refresh": 2,
			   "datasource": {"uid": "${datasource}"}, "query": {"query": "label_values(up, job)"}},
			  {"name": "instance", "type": "query", "label": "Instance", "multi": true, "allValue": ".+", "refresh": 2,
			   "datasource": {"uid": "$datasource"}, "query": "label_values(up{job=~\\"$job\\"}, instance)"}]},
			 "panels": [{"type": "timeseries", "title": "P", "description": "D", "datasource": {"uid": "${datasource}"},
			   "fieldConfig": {"defaults": {"unit": "ops"}},
			   "targets": [{"expr":
			     "sum(rate(x_total{job=~\\"$job\\", instance=~\\"$instance\\"}[$__rate_interval] offset 1h))"}]}]}""";

	private static LintFile exclusions;

	private static List<DashboardLint.Finding> findings;

	@BeforeAll
	static void lint() throws IOException {
		exclusions = LintFile.read(Path.of("src/monitoring/grafana/dashboards/.lint"));
		findings = MonitoringFiles.ofTheRepository()
			.dashboards()
			.stream()
			.flatMap((dashboard) -> DashboardLint.of(dashboard).stream())
			.toList();
	}

	@Test
	void nothingIsFoundButWhatIsLeftOut() {
		assertThat(findings)
			.filteredOn(
					(finding) -> exclusions.exclusions().stream().noneMatch((exclusion) -> exclusion.matches(finding)))
			.isEmpty();
	}

	@Test
	void whatIsLeftOutIsThereAndHasAReason() {
		assertThat(exclusions.exclusions()).isNotEmpty().allSatisfy((exclusion) -> {
			assertThat(exclusion.reason()).as(exclusion.toString()).isNotBlank();
			assertThat(findings).as(exclusion.toString()).anyMatch(exclusion::matches);
		});
	}

	@Test
	void soundDashboardHasNoFindings() {
		assertThat(lint(JsonMapper.shared().readTree(SOUND))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/templating/list/0/label             | "Prometheus"           | template-datasource-rule
			/templating/list/0/name              | "prometheus"           | template-datasource-rule
			/templating/list/0/type              | "constant"             | template-datasource-rule
			/templating/list/1/name              | "work"                 | template-job-rule
			/templating/list/1/label             | "Work"                 | template-job-rule
			/templating/list/2/multi             | false                  | template-instance-rule
			/templating/list/2/allValue          | ".*"                   | template-instance-rule
			/templating/list/2/query             | "values(up, instance)" | template-label-promql-rule
			/templating/list/2/query             | "label_values(up{, a)" | template-label-promql-rule
			/templating/list/2/refresh           | 1                      | template-on-time-change-reload-rule
			/panels/0/datasource/uid             | "P1809F7CD0C75ACF3"    | panel-datasource-rule
			/panels/0/description                | ""                     | panel-title-description-rule
			/panels/0/title                      | ""                     | panel-title-description-rule
			/panels/0/fieldConfig/defaults/unit  | ""                     | panel-units-rule
			/panels/0/fieldConfig/defaults/unit  | "suffix:x"             | panel-units-rule
			/panels/0/targets                    | []                     | panel-no-targets-rule
			/panels/0/targets/0/expr             | "sum("                 | target-promql-rule
			/panels/0/targets/0/expr             | "x{job='a'}"           | target-job-rule
			/panels/0/targets/0/expr             | "x{instance='$instance'}"                | target-instance-rule
			/panels/0/targets/0/expr             | "rate(x[5m])"          | target-rate-interval-rule
			/panels/0/targets/0/expr             | "changes(x_total[$__rate_interval])"     | target-counter-agg-rule
			/panels/0/targets/0/expr             | "sum(x_total)"         | target-counter-agg-rule
			/editable                            | true                   | uneditable-dashboard-rule""")
	void whatIsBrokenIsFound(String pointer, String value, String rule) {
		JsonNode dashboard = JsonMapper.shared().readTree(SOUND);
		int slash = pointer.lastIndexOf('/');
		((ObjectNode) dashboard.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1),
				JsonMapper.shared().readTree(value));
		assertThat(lint(dashboard)).extracting(DashboardLint.Finding::rule).contains(rule);
	}

	private static List<DashboardLint.Finding> lint(JsonNode dashboard) {
		return DashboardLint.of(new Dashboard("a.json", dashboard));
	}

}
