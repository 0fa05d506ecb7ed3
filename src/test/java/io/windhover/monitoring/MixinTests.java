package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The mixin makes the files that are shipped, and of them what its configuration says.
 * Jsonnet reads no YAML everywhere alike, so the mixin has the rules as JSON: run with
 * {@code -Dmixin.write=true} to write it anew from {@code prometheus/rules}.
 */
class MixinTests {

	private static final Path MIXIN = Path.of("src/monitoring/mixin").toAbsolutePath();

	private static final Path RULES = Path.of("src/monitoring/prometheus/rules");

	private static final String SHIPPED = "job=\"windhover\"";

	private static final String CHANGED = "job=~\"engine-.*\", cluster=\"north\"";

	private static final JsonMapper JSON = new JsonMapper();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "alerts.yml, alerts/alerts.json", "recording.yml, rules/rules.json" })
	void rulesOfTheMixinAreThoseOfTheFile(String source, String copy) throws IOException {
		String made = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(yaml(source)) + "\n";
		if (Boolean.getBoolean("mixin.write")) {
			Files.writeString(MIXIN.resolve(copy), made);
		}
		assertThat(Files.readString(MIXIN.resolve(copy))).isEqualTo(made);
	}

	@Test
	void renderedIsWhatIsShipped() throws IOException {
		JsonNode made = render("{ alerts: m.prometheusAlerts, rules: m.prometheusRules, boards: m.grafanaDashboards }");
		assertThat(made.get("alerts")).isEqualTo(yaml("alerts.yml"));
		assertThat(made.get("rules")).isEqualTo(yaml("recording.yml"));
		Map<String, JsonNode> boards = boards();
		assertThat(made.get("boards").propertyNames()).containsExactlyInAnyOrderElementsOf(boards.keySet());
		boards.forEach((name, board) -> assertThat(made.get("boards").get(name)).as(name).isEqualTo(board));
	}

	@Test
	void selectorChangesEachExpression() throws IOException {
		JsonNode made = render("""
				local c = m { _config+:: { selector: %s } };
				{ alerts: c.prometheusAlerts, rules: c.prometheusRules, boards: c.grafanaDashboards }"""
			.formatted(JSON.writeValueAsString(CHANGED)));
		assertThat(expressions(made.get("alerts"))).isEqualTo(changed(expressions(yaml("alerts.yml"))));
		assertThat(expressions(made.get("rules"))).isEqualTo(changed(expressions(yaml("recording.yml"))));
		boards().forEach((name, board) -> assertThat(made.get("boards").get(name)).as(name)
			.isEqualTo(JSON.readTree(JSON.writeValueAsString(board).replace(escaped(SHIPPED), escaped(CHANGED)))));
		assertThat(JSON.writeValueAsString(made)).doesNotContain(escaped(SHIPPED));
		check(made.get("alerts"), made.get("rules"));
	}

	@Test
	void eachThresholdChangesItsRules() throws IOException {
		JsonNode made = render(
				"""
						local files(of) = { alerts: of.prometheusAlerts, rules: of.prometheusRules };
						{
						  places: import 'lib/thresholds.libsonnet',
						  shipped: m._config.thresholds,
						  made: {
						    [name]: files(m { _config+:: { thresholds+: { [name]: 7654.25 } } })
						    for name in std.objectFields(m._config.thresholds)
						  },
						  all: files(m { _config+:: { thresholds: { [name]: 7654.25 for name in std.objectFields(m._config.thresholds) } } }),
						}""");
		assertThat(made.get("places").propertyNames()).isEqualTo(made.get("shipped").propertyNames());
		Map<String, String> before = new TreeMap<>(expressions(yaml("alerts.yml")));
		before.putAll(expressions(yaml("recording.yml")));
		made.get("made").forEachEntry((name, files) -> {
			Map<String, String> after = new TreeMap<>(expressions(files.get("alerts")));
			after.putAll(expressions(files.get("rules")));
			after.values().removeAll(before.values());
			assertThat(after.keySet()).as(name).isEqualTo(rulesOf(made.get("places").get(name)));
			assertThat(after.values()).as(name).allSatisfy((expression) -> assertThat(expression).contains("7654.25"));
		});
		assertThat(descriptions(made.get("all").get("alerts")).get("WindhoverQueueWaitLong"))
			.contains("it was more than 7654.25 seconds.");
		check(made.get("all").get("alerts"), made.get("all").get("rules"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			thresholds+: { queueWait: 1 } | There is no threshold ["queueWait"]
			selector: ''                  | The selector needs a matcher""")
	void whatCannotBeMeantIsRefused(String config, String problem) {
		Tool jsonnet = jsonnet("(import 'mixin.libsonnet') { _config+:: { %s } }.prometheusAlerts".formatted(config));
		assertThat(jsonnet.exit()).isNotZero();
		assertThat(jsonnet.said()).contains(problem);
	}

	private JsonNode render(String what) {
		Tool jsonnet = jsonnet("local m = import 'mixin.libsonnet'; " + what);
		assertThat(jsonnet.exit()).as(jsonnet.said()).isZero();
		return JSON.readTree(jsonnet.said());
	}

	private Tool jsonnet(String code) {
		return Tool.jsonnet(this.directory, "-J", MIXIN.toString(), "-e", code);
	}

	/** Prometheus itself says whether these are rules. */
	private void check(JsonNode... files) throws IOException {
		for (JsonNode file : files) {
			// JSON is YAML
			Path rules = Files.writeString(this.directory.resolve("rules.yml"), JSON.writeValueAsString(file));
			Tool promtool = Tool.promtool(this.directory, "check", "rules", List.of(rules));
			assertThat(promtool.exit()).as(promtool.said()).isZero();
		}
	}

	private static Set<String> rulesOf(JsonNode places) {
		Set<String> rules = new TreeSet<>();
		places.forEach((place) -> {
			if (place.get("field").asString().equals("expr")) {
				rules.add(place.get("rule").asString());
			}
		});
		return rules;
	}

	/** By the name of the rule. */
	private static Map<String, String> expressions(JsonNode file) {
		Map<String, String> found = new LinkedHashMap<>();
		file.get("groups").forEach((group) -> group.get("rules").forEach((rule) -> {
			String name = rule.path("alert").asString(rule.path("record").asString(""));
			assertThat(found.put(name, rule.get("expr").asString())).as(name).isNull();
		}));
		return found;
	}

	private static Map<String, String> descriptions(JsonNode file) {
		Map<String, String> found = new LinkedHashMap<>();
		file.get("groups")
			.forEach((group) -> group.get("rules")
				.forEach((rule) -> found.put(rule.get("alert").asString(),
						rule.at("/annotations/description").asString())));
		return found;
	}

	private static Map<String, String> changed(Map<String, String> expressions) {
		Map<String, String> changed = new LinkedHashMap<>(expressions);
		changed.replaceAll((name, expression) -> expression.replace(SHIPPED, CHANGED));
		return changed;
	}

	private static String escaped(String text) {
		return text.replace("\"", "\\\"");
	}

	private static Map<String, JsonNode> boards() throws IOException {
		Map<String, JsonNode> boards = new TreeMap<>();
		for (Path file : MonitoringFiles.ofTheRepository().dashboardFiles()) {
			boards.put(file.getFileName().toString(), JSON.readTree(Files.readString(file)));
		}
		return boards;
	}

	private static JsonNode yaml(String file) throws IOException {
		return JSON.valueToTree(RuleFiles.load(Files.readString(RULES.resolve(file))));
	}

}
