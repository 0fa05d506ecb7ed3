package io.windhover.system;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.monitoring.Dashboard;
import io.windhover.monitoring.KibanaQueries;
import io.windhover.monitoring.MonitoringFiles;
import io.windhover.monitoring.Search;
import io.windhover.monitoring.SearchRequest;
import io.windhover.monitoring.Variables;
import io.windhover.repository.elasticsearch.ElasticsearchServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the dashboards of Grafana and Kibana ask of an Elasticsearch that the running
 * application writes to has an answer, and their fields are those of the mapping.
 */
class SearchMonitoringIT {

	private static final Duration SOON = Duration.ofMinutes(5);

	private static final MonitoringFiles FILES = MonitoringFiles.ofTheRepository();

	@TempDir
	static Path directory;

	private static ElasticsearchServer elasticsearch;

	private static WindhoverProcess windhover;

	@BeforeAll
	static void doALittleOfEverything() {
		elasticsearch = ElasticsearchServer.start(ElasticsearchServer.EIGHT);
		windhover = WindhoverProcess.start(directory, "--windhover.repository.type=elasticsearch",
				"--windhover.repository.elasticsearch.uris=" + elasticsearch.uri(),
				"--windhover.repository.elasticsearch.replicas=0");
		windhover.awaitReady();
		put("all", """
				tasks:
				  - {id: run, type: shell, command: "echo one; echo two >&2"}
				  - {id: fetch, type: http, uri: "%s"}
				  - {id: say, type: log, level: WARN, message: hello}
				""".formatted(windhover.management("/health")));
		put("failing", "tasks:\n  - {id: stop, type: fail, message: on purpose}\n");
		put("retried", """
				tasks:
				  - id: flaky
				    type: shell
				    command: test {{ taskRun.attempt }} -ge 2
				    retry: {type: exponential, delay: PT0.1S, maxAttempts: 3}
				""");
		put("running", "tasks:\n  - {id: rest, type: sleep, duration: PT2H}\n");
		Stream.of("all", "failing", "retried", "running")
			.forEach((id) -> windhover.create("watched", id, "{\"labels\": {\"team\": \"blue\"}}", ""));
		awaitDocuments();
	}

	@AfterAll
	static void stop() {
		if (windhover != null) {
			windhover.close();
		}
		if (elasticsearch != null) {
			elasticsearch.close();
		}
	}

	@Test
	void everyPanelAndVariableHasAnAnswer() {
		Map<Search, Variables> waiting = new LinkedHashMap<>();
		FILES.dashboards().stream().filter((dashboard) -> !dashboard.searches().isEmpty()).forEach((dashboard) -> {
			Variables chosen = chosen(dashboard);
			dashboard.searches().forEach((search) -> waiting.put(search, chosen));
		});
		assertThat(waiting).isNotEmpty();
		Awaitility.await().atMost(SOON).untilAsserted(() -> {
			waiting.entrySet().removeIf((entry) -> isAnswered(entry.getKey(), entry.getValue()));
			assertThat(waiting.keySet()).as("queries without an answer").isEmpty();
		});
	}

	@Test
	void everyFieldOfAQueryIsInTheMapping() {
		List<String> problems = new ArrayList<>();
		for (Dashboard dashboard : FILES.dashboards()) {
			for (Search search : dashboard.searches()) {
				SearchRequest request = SearchRequest.of(search, Variables.of(dashboard.json()));
				String index = source(search, dashboard).index();
				missing(index, request.aggregated(), "aggregatable")
					.forEach((field) -> problems.add("'%s' of %s".formatted(field, search)));
				missing(index, request.searched(), "searchable")
					.forEach((field) -> problems.add("'%s' of %s".formatted(field, search)));
			}
		}
		assertThat(problems).as("fields that cannot be searched or grouped by").isEmpty();
		assertThat(missing("windhover-executions-*", Set.of("state", "stat"), "searchable")).containsExactly("stat");
	}

	@Test
	void everySavedObjectOfKibanaAsksForFieldsOfTheMappingAndHasAnAnswer() {
		List<KibanaQueries.Asked> asked = KibanaQueries.read(FILES);
		assertThat(asked).isNotEmpty();
		assertThat(asked).allSatisfy((each) -> {
			assertThat(missing(each.index(), each.fields(), "searchable")).as(each.where()).isEmpty();
			Awaitility.await(each.where()).atMost(SOON).until(() -> count(each.index(), each.query()) > 0);
		});
	}

	/** The executions that end have ended. */
	private static void awaitDocuments() {
		Awaitility.await()
			.atMost(SOON)
			.ignoreExceptions()
			.until(() -> count("windhover-executions-*", "state:(SUCCESS OR FAILED)") == 3
					&& count("windhover-metrics-*", "") > 0 && count("windhover-logs-*", "") > 0);
	}

	private static int count(String index, String query) {
		String text = query.isEmpty() ? "*" : query;
		return elasticsearch.get("/%s/_count?q=%s".formatted(index, URLEncoder.encode(text, StandardCharsets.UTF_8)))
			.get("count")
			.asInt();
	}

	/** Fields of a pattern of indices that there are not, or not for this. */
	private static Set<String> missing(String index, Collection<String> fields, String ability) {
		JsonNode found = fields.isEmpty() ? new JsonMapper().createObjectNode()
				: elasticsearch.get("/%s/_field_caps?fields=%s".formatted(index, String.join(",", fields)))
					.path("fields");
		return fields.stream()
			.filter((field) -> found.path(field).isEmpty()
					|| !found.path(field).valueStream().allMatch((type) -> type.path(ability).asBoolean(false)))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static boolean isAnswered(Search search, Variables values) {
		Dashboard dashboard = FILES.dashboards()
			.stream()
			.filter((each) -> each.file().equals(search.file()))
			.findFirst()
			.orElseThrow();
		return SearchRequest.of(search, values).isAnswered(answer(search, dashboard, values));
	}

	private static JsonNode answer(Search search, Dashboard dashboard, Variables values) {
		Source source = source(search, dashboard);
		Instant now = Instant.now();
		String body = SearchRequest.of(search, values).body(source.timeField(), now.minus(Duration.ofMinutes(15)), now);
		elasticsearch.get("/_cluster/health"); // and refreshes
		JsonNode answer = elasticsearch.send("POST", "/" + source.index() + "/_search", body);
		assertThat(answer.has("error")).as("%s\n%s\n%s", search, body, answer).isFalse();
		return answer;
	}

	/** All values that Grafana would offer for each of the variables. */
	private static Variables chosen(Dashboard dashboard) {
		Variables chosen = Variables.of(dashboard.json());
		for (Search search : dashboard.searches()) {
			Variables values = chosen;
			if (SearchRequest.of(search, values).isOfVariable()) {
				Awaitility.await(search.toString())
					.atMost(SOON)
					.until(() -> !offered(search, dashboard, values).isEmpty());
				chosen = chosen.with(Map.of(search.where().replace("variable ", ""),
						offered(search, dashboard, values).stream()
							.map((value) -> "\"" + value + "\"")
							.collect(Collectors.joining(" OR ", "(", ")"))));
			}
		}
		return chosen;
	}

	private static List<String> offered(Search search, Dashboard dashboard, Variables values) {
		return answer(search, dashboard, values).at("/aggregations/1/buckets")
			.valueStream()
			.map((bucket) -> bucket.get("key").asString())
			.toList();
	}

	/** The first data source that is provisioned and that the variable offers. */
	private static Source source(Search search, Dashboard dashboard) {
		String regex = dashboard.json()
			.at("/templating/list")
			.valueStream()
			.filter((variable) -> search.source().equals("${" + variable.get("name").asString() + "}"))
			.map((variable) -> variable.path("regex").asString("").replaceAll("^/|/i?$", ""))
			.findFirst()
			.orElse("");
		Pattern pattern = Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
		return FILES.dataSources()
			.values()
			.stream()
			.filter((source) -> "elasticsearch".equals(source.get("type")))
			.filter((source) -> search.source().startsWith("$")
					? pattern.matcher(String.valueOf(source.get("name"))).find()
					: search.source().equals(source.get("uid")))
			.map((source) -> (Map<?, ?>) source.get("jsonData"))
			.map((data) -> new Source(String.valueOf(data.get("index")), String.valueOf(data.get("timeField"))))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("No data source for " + search));
	}

	private static void put(String id, String rest) {
		windhover.put("watched", id, "namespace: watched\nid: %s\n%s".formatted(id, rest));
	}

	private record Source(String index, String timeField) {

	}

}
