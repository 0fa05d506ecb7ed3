package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Kibana imports holds together and names fields that the documents have.
 */
class KibanaObjectsTests {

	private static final Path DIRECTORY = Path.of("src/monitoring/kibana");

	@Test
	void everythingIsInOrder() throws IOException {
		List<String> lines = lines();
		assertThat(lines).filteredOn((line) -> line.contains("\"type\":\"index-pattern\",\"attributes\"")).hasSize(4);
		assertThat(lines).filteredOn((line) -> line.contains("\"type\":\"dashboard\",\"attributes\"")).hasSize(1);
		assertThat(KibanaObjects.problems(lines, mappings())).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"id":"windhover-logs",                   | {"id":"windhover-lines",                  | nothing is index-pattern windhover-logs
					\\"sourceField\\":\\"durationMillis\\"    | \\"sourceField\\":\\"duration\\"          | names the field duration,
					"columns":["level"                        | "columns":["severity"                     | names the field severity,
					level: \\\\\\"ERROR\\\\\\"                | severity: \\\\\\"ERROR\\\\\\"             | names the field severity,
					\\"x\\":24,\\"y\\":7                      | \\"x\\":23,\\"y\\":7                      | overlap
					\\"x\\":36                                | \\"x\\":37                                | stands outside
					"name":"1:indexpattern                    | "name":"0:indexpattern                    | has no reference 1:indexpattern
					\\"metricAccessor\\":\\"value\\"          | \\"metricAccessor\\":\\"count\\"          | has no column "count"
					\\"fieldName\\":\\"flowId\\"              | \\"fieldName\\":\\"flow\\"                | names the field flow,
					"coreMigrationVersion":"8.8.0",           | ``                                        | of which version
					"timeFieldName":"@timestamp"              | "timeFieldName":"at"                      | names the field at,
					""")
	void whatIsBrokenIsFound(String text, String broken, String problem) throws IOException {
		List<String> lines = lines().stream().map((line) -> replaced(line, text, broken)).toList();
		assertThat(lines).isNotEqualTo(lines());
		assertThat(KibanaObjects.problems(lines, mappings())).anySatisfy((each) -> assertThat(each).contains(problem));
	}

	@Test
	void theFileIsWhatTheGeneratorMakes() throws IOException, InterruptedException {
		assertThat(Generator.run(DIRECTORY, "--check")).isEmpty();
	}

	/** The first in each line. */
	private static String replaced(String line, String text, String broken) {
		int at = line.indexOf(text);
		return (at < 0) ? line : line.substring(0, at) + broken + line.substring(at + text.length());
	}

	private static List<String> lines() throws IOException {
		return Files.readAllLines(DIRECTORY.resolve("windhover.ndjson"));
	}

	/** By index pattern, from what the indexer gives Elasticsearch. */
	private static Map<String, Set<String>> mappings() throws IOException {
		Path directory = Path.of("src/main/resources/io/windhover/repository/elasticsearch");
		JsonMapper json = new JsonMapper();
		JsonNode shared = json.readTree(directory.resolve("common.json")).at("/template/mappings/properties");
		Map<String, Set<String>> mappings = new HashMap<>();
		for (String kind : List.of("executions", "task-runs", "logs", "metrics")) {
			Set<String> fields = new TreeSet<>(shared.propertyNames());
			fields.addAll(json.readTree(directory.resolve(kind + ".json")).at("/mappings/properties").propertyNames());
			mappings.put("windhover-" + kind + "-*", fields);
		}
		return mappings;
	}

}
