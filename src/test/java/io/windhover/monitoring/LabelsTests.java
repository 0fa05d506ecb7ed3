package io.windhover.monitoring;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelsTests {

	private static final String STARTED = "worker_started_count_total";

	private static final KnownSeries KNOWN = KnownSeries.ofTheCatalogue();

	@Test
	void catalogueHasTheNamesOfTheScrape() {
		assertThat(KNOWN.labels(STARTED)).containsExactlyInAnyOrder("namespace_id", "flow_id", "task_type", "instance",
				"job");
		assertThat(KNOWN.names())
			.contains("worker_ended_duration_seconds_sum", "indexer_freshness_seconds_max", "up",
					"task_http_response_bytes_total")
			.doesNotContain("worker_started_count", "worker_started_count_total_total");
	}

	@Test
	void resultHasTheLabelsThatAreLeft() {
		Map<String, List<String>> expected = new LinkedHashMap<>();
		expected.put("rate(S{flow_id=~\"a.*\"}[5m])",
				List.of("namespace_id", "flow_id", "task_type", "instance", "job"));
		expected.put("sum by (flow_id) (rate(S[5m] offset 1h))", List.of("flow_id"));
		expected.put("sum without (instance, job) (S)", List.of("namespace_id", "flow_id", "task_type"));
		expected.put("topk by (flow_id) (3, sum by (flow_id, namespace_id) (S))", List.of("flow_id", "namespace_id"));
		expected.put("1 - sum by (job) (S) / sum by (job) (up)", List.of("job"));
		expected.put("S * on (instance) group_left (job) up",
				List.of("namespace_id", "flow_id", "task_type", "instance", "job"));
		expected.put("sum by (job, instance, flow_id) (S) / ignoring (flow_id) group_left up or vector(0)",
				List.of("job", "instance", "flow_id"));
		expected.put("label_replace(up, \"host\", \"$1\", \"instance\", \"(.*):.*\")",
				List.of("host", "instance", "job"));
		expected.put("absent(up{job=\"windhover\"})", List.of("job"));
		expected.put("count_values by (job) (\"value\", up)", List.of("job", "value"));
		expected.put("time() - max(scheduler_last_success)", List.of());
		List<PromQl> read = read(expected.keySet());
		int number = 0;
		for (Map.Entry<String, List<String>> entry : expected.entrySet()) {
			Labels of = new Labels(KNOWN);
			assertThat(of.of(read.get(number++))).as(entry.getKey())
				.containsExactlyInAnyOrderElementsOf(entry.getValue());
			assertThat(of.problems()).as(entry.getKey()).isEmpty();
		}
	}

	@Test
	void whatIsNotThereIsToldWithWhatIsNear() {
		Map<String, String> expected = new LinkedHashMap<>();
		expected.put("worker_startd_count_total",
				"no meter is 'worker_startd_count_total'; did you mean 'worker_started_count_total'?");
		expected.put("S{flow=\"a\"}", "no label 'flow' in 'worker_started_count_total{flow=\"a\"}', which has ");
		expected.put("sum by (flow_di) (S)", "; did you mean 'flow_id'?");
		expected.put("sum by (task_type) (sum by (flow_id) (S))", "which has [flow_id]");
		expected.put("sum without (state) (S)", "no label 'state'");
		expected.put("S / on (namespace_id) up", "no label 'namespace_id'");
		expected.put("S / up", "never match");
		expected.put("histogram_quantile(0.9, rate(S[1m]))", "no label 'le'");
		expected.put("{__name__=~\"workers_.*\"}", "no meter is 'workers_.*'");
		List<PromQl> read = read(expected.keySet());
		int number = 0;
		for (Map.Entry<String, String> entry : expected.entrySet()) {
			Labels of = new Labels(KNOWN);
			of.of(read.get(number++));
			assertThat(of.problems()).as(entry.getKey())
				.anySatisfy((problem) -> assertThat(problem).contains(entry.getValue()));
		}
	}

	@Test
	void whatCannotBeReadIsToldWithItsPlace() {
		List<PromQl> read = read(List.of("sum(up", "up{job=\"a\"} / ", "up", "rate(a{b=\"c\"}[5m]) / (d offset 1h)"));
		assertThat(read.get(0).error()).startsWith("at 6: ");
		assertThat(read.get(1).error()).startsWith("at 14: ");
		assertThat(read.get(2).error()).isEmpty();
		assertThat(read.get(3).selectors()).containsExactly("a{b=\"c\"}", "d");
	}

	private static List<PromQl> read(Collection<String> expressions) {
		return PromQl.read(expressions.stream().map((text) -> text.replaceAll("\\bS\\b", STARTED)).toList());
	}

}
