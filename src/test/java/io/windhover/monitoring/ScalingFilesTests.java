package io.windhover.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipes that scale workers are what KEDA, Kubernetes and prometheus-adapter read,
 * and ask for meters that there are.
 */
class ScalingFilesTests {

	private static final Path DIRECTORY = Path.of("src/monitoring/scaling");

	private static final String GROUP = "gpu";

	@Test
	void scaledObjectOfKedaAsksForTheJobsOfOneGroup() throws IOException {
		JsonNode scaled = read("keda.yaml");
		assertThat(scaled.get("apiVersion").asString()).isEqualTo("keda.sh/v1alpha1");
		assertThat(scaled.get("kind").asString()).isEqualTo("ScaledObject");
		JsonNode spec = scaled.get("spec");
		assertThat(spec.propertyNames()).containsExactlyInAnyOrder("scaleTargetRef", "minReplicaCount",
				"maxReplicaCount", "pollingInterval", "cooldownPeriod", "advanced", "triggers");
		assertThat(spec.at("/scaleTargetRef/name").asString()).endsWith("-" + GROUP);
		assertScaleDown(spec.at("/advanced/horizontalPodAutoscalerConfig/behavior/scaleDown"));
		assertThat(spec.get("triggers")).hasSize(1);
		JsonNode trigger = spec.get("triggers").get(0);
		assertThat(trigger.get("type").asString()).isEqualTo("prometheus");
		JsonNode metadata = trigger.get("metadata");
		assertThat(metadata.propertyNames()).containsExactlyInAnyOrder("serverAddress", "query", "threshold",
				"activationThreshold", "ignoreNullValues");
		assertThat(metadata.valueStream()).as("KEDA takes texts only").allMatch(JsonNode::isString);
		assertThat(metadata.get("threshold").asInt()).isEqualTo(slots());
		String query = metadata.get("query").asString();
		assertThat(query.split("worker_group=\"" + GROUP + "\"", -1)).hasSize(3);
		assertExpression(query);
	}

	@Test
	void autoscalerReadsTheMetricThatTheAdapterMakes() throws IOException {
		JsonNode rules = read("prometheus-adapter.yaml").at("/rules/external");
		assertThat(rules).hasSize(1);
		JsonNode rule = rules.get(0);
		assertThat(rule.propertyNames()).containsExactlyInAnyOrder("seriesQuery", "resources", "name", "metricsQuery");
		String query = rule.get("metricsQuery").asString();
		assertThat(query.split("<<.LabelMatchers>>", -1)).hasSize(4);
		assertExpression(query.replace("<<.LabelMatchers>>", "worker_group=\"%s\"".formatted(GROUP)));
		assertExpression(rule.get("seriesQuery").asString());
		JsonNode autoscaler = read("horizontal-pod-autoscaler.yaml");
		assertThat(autoscaler.get("apiVersion").asString()).isEqualTo("autoscaling/v2");
		assertThat(autoscaler.get("kind").asString()).isEqualTo("HorizontalPodAutoscaler");
		JsonNode spec = autoscaler.get("spec");
		assertThat(spec.propertyNames()).containsExactlyInAnyOrder("scaleTargetRef", "minReplicas", "maxReplicas",
				"metrics", "behavior");
		assertThat(spec.at("/scaleTargetRef/kind").asString()).isEqualTo("Deployment");
		assertThat(spec.get("minReplicas").asInt()).as("0 is for KEDA").isPositive();
		assertScaleDown(spec.at("/behavior/scaleDown"));
		JsonNode external = spec.get("metrics").get(0).get("external");
		assertThat(external.at("/metric/name")).isEqualTo(rule.at("/name/as"));
		assertThat(external.at("/metric/selector/matchLabels/worker_group").asString()).isEqualTo(GROUP);
		assertThat(external.at("/target/type").asString()).isEqualTo("AverageValue");
		assertThat(external.at("/target/averageValue").asInt()).isEqualTo(slots());
	}

	@ParameterizedTest
	@ValueSource(strings = { "keda.yaml", "horizontal-pod-autoscaler.yaml" })
	void resourceFollowsTheSchemaOfItsKind(String file) throws IOException {
		assertThat(problems(read(file))).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					keda.yaml                      | /kind                    | "ScaledObjects" | is none of
					keda.yaml                      | /spec/scaleTargetRef     | {}              | must have required property
					keda.yaml                      | /spec/maxReplicas        | 10              | has an unknown field maxReplicas
					horizontal-pod-autoscaler.yaml | /spec/maxReplicas        | "10"            | must be integer
					horizontal-pod-autoscaler.yaml | /spec/behavior/scaleDowm | {}              | has an unknown field scaleDowm""")
	void whatIsNoSuchResourceIsFound(String file, String pointer, String value, String problem) throws IOException {
		JsonNode resource = read(file);
		int slash = pointer.lastIndexOf('/');
		((ObjectNode) resource.at(pointer.substring(0, slash))).set(pointer.substring(slash + 1),
				JsonMapper.shared().readTree(value));
		assertThat(problems(resource)).anySatisfy((each) -> assertThat(each).contains(problem));
	}

	@ParameterizedTest
	@ValueSource(strings = { "keda.yaml", "prometheus-adapter.yaml", "horizontal-pod-autoscaler.yaml" })
	void recipeIsToldInTheDocuments(String file) throws IOException {
		assertThat(Files.readString(Path.of("src/docs/operations.md"))).contains("src/monitoring/scaling/" + file);
		assertThat(Files.readString(Path.of("src/monitoring/README.md"))).contains("scaling/" + file);
	}

	private static List<String> problems(JsonNode resource) {
		return NodePackage.MONITORING.run("resources.mjs", List.of(),
				List.of(JsonMapper.shared().writeValueAsString(resource)));
	}

	private static void assertScaleDown(JsonNode behavior) {
		assertThat(behavior.get("stabilizationWindowSeconds").asInt()).isPositive();
		assertThat(behavior.get("policies")).isNotEmpty();
	}

	private static void assertExpression(String text) {
		PromQl read = PromQl.read(List.of(text)).get(0);
		assertThat(read.error()).isEmpty();
		Labels labels = new Labels(KnownSeries.ofTheCatalogue());
		labels.of(read);
		assertThat(labels.problems()).isEmpty();
	}

	private static int slots() throws IOException {
		Map<?, ?> windhover = (Map<?, ?>) ((Map<?, ?>) new Yaml().load(Files.readString(Path.of("application.yml"))))
			.get("windhover");
		return (Integer) ((Map<?, ?>) windhover.get("worker")).get("slots");
	}

	private static JsonNode read(String file) throws IOException {
		return JsonMapper.shared().valueToTree(new Yaml().load(Files.readString(DIRECTORY.resolve(file))));
	}

}
