package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboards of Grafana lead to what there is, say what is bad, and are what their
 * generator makes.
 */
class GrafanaBoardsTests {

	private static final Path DIRECTORY = Path.of("src/monitoring/grafana/dashboards");

	private final JsonMapper json = new JsonMapper();

	@Test
	void everyDashboardIsInOrder() throws IOException {
		for (Path file : files()) {
			GrafanaBoard board = read(file);
			assertThat(file).hasFileName(board.uid() + ".json");
			assertThat(board.uid()).startsWith("windhover-").hasSizeLessThanOrEqualTo(40);
			assertThat(board.panels()).hasSizeGreaterThan(5);
			assertThat(board.problems(uids(), routes())).as(board.uid()).isEmpty();
		}
	}

	@Test
	void thereIsADashboardForEachPartOfTheEngine() throws IOException {
		assertThat(uids()).contains("windhover-overview", "windhover-workers", "windhover-executor",
				"windhover-scheduler", "windhover-indexer", "windhover-kafkastreams", "windhover-flow",
				"windhover-management", "windhover-executions", "windhover-task-metrics");
	}

	@Test
	void namespaceFlowAndInstanceCanBeChosen() throws IOException {
		assertThat(variables("windhover-overview")).contains("datasource", "namespace", "flow", "instance");
		assertThat(variables("windhover-executions")).contains("executions", "task_runs", "namespace", "flow");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/panels/1/description          | A figure.                         | does not say what is bad
			/panels/1/gridPos/w            | 25                                | stands outside
			/panels/2/gridPos/x            | 0                                 | overlap
			/panels/1/links                | []                                | leads nowhere
			/panels/1/links/0/url          | ${scheme}://${at_any}/wurker      | route /wurker
			/panels/1/links/0/url          | ${scheme}://${at_any}/runbooks/No | route /runbooks/No
			/panels/1/links/0/url          | ${scheme}://${at_any}/worker      | may not have it
			/panels/1/links/0/url          | /d/windhover-flows?               | dashboard windhover-flows
			/panels/1/links/0/url          | https://example.com               | leads to https://example.com
			/panels/1/targets/0/refId      | ''                                | its queries are named
			/panels/1/targets/0/expr       | sum(up{instance=~"$instances"})   | no variable instances
			/panels/1/datasource/uid       | P1809F7CD0C75ACF3                 | a data source that nobody chose
			/panels/1/id                   | 1                                 | the ids
			/tags                          | []                                | the tag windhover
			/annotations/list              | []                                | the annotations
			""")
	void whatIsBrokenIsFound(String pointer, String value, String problem) throws IOException {
		GrafanaBoard board = read(DIRECTORY.resolve("windhover-overview.json"));
		int slash = pointer.lastIndexOf('/');
		boolean isJson = value.startsWith("[") || value.matches("\\d+");
		JsonNode parent = board.json().at(pointer.substring(0, slash));
		((ObjectNode) parent).set(pointer.substring(slash + 1),
				isJson ? this.json.readTree(value) : this.json.valueToTree(value));
		assertThat(board.problems(uids(), routes())).anySatisfy((each) -> assertThat(each).contains(problem));
	}

	@Test
	void theFilesAreWhatTheGeneratorMakes() throws IOException, InterruptedException {
		Path copy = Path.of("target/grafana");
		for (String directory : List.of("", "lib", "boards", "dashboards")) {
			copy(DIRECTORY.resolveSibling(directory.isEmpty() ? "." : directory).normalize(), copy.resolve(directory));
		}
		Generator.installIn(copy);
		assertThat(Generator.run(copy, "--check")).isEmpty();
		Files.writeString(copy.resolve("dashboards/windhover-flow.json"), "{}");
		Files.writeString(copy.resolve("dashboards/windhover-gone.json"), "{}");
		assertThat(Generator.run(copy, "--check")).contains("windhover-flow.json is not what")
			.contains("windhover-gone.json is not what");
	}

	private static void copy(Path from, Path to) throws IOException {
		Files.createDirectories(to);
		try (Stream<Path> left = Files.list(to)) {
			for (Path file : left.filter(Files::isRegularFile).toList()) {
				Files.delete(file);
			}
		}
		try (Stream<Path> files = Files.list(from)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Files.copy(file, to.resolve(file.getFileName()));
			}
		}
	}

	private Set<String> variables(String uid) throws IOException {
		return read(DIRECTORY.resolve(uid + ".json")).json()
			.at("/templating/list")
			.valueStream()
			.map((variable) -> variable.get("name").asString())
			.collect(Collectors.toSet());
	}

	private Set<String> uids() throws IOException {
		Set<String> uids = new TreeSet<>();
		for (Path file : files()) {
			assertThat(uids.add(read(file).uid())).as("%s has a uid of its own", file).isTrue();
		}
		return uids;
	}

	/**
	 * From the table of the docs, which another test holds to what there is, and the
	 * runbook of each alert.
	 */
	private static Set<String> routes() throws IOException {
		Set<String> routes = found("`(/[a-z]*)", "src/docs/endpoints.md");
		found("alert: (\\w+)", "src/monitoring/prometheus/rules/alerts.yml")
			.forEach((alert) -> routes.add("/runbooks/" + alert));
		return routes;
	}

	private static Set<String> found(String pattern, String file) throws IOException {
		return Pattern.compile(pattern)
			.matcher(Files.readString(Path.of(file)))
			.results()
			.map((found) -> found.group(1))
			.collect(Collectors.toSet());
	}

	private GrafanaBoard read(Path file) throws IOException {
		return new GrafanaBoard(this.json.readTree(Files.readString(file)));
	}

	private static List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(DIRECTORY)) {
			return files.filter((file) -> file.toString().endsWith(".json")).sorted(Comparator.naturalOrder()).toList();
		}
	}

}
