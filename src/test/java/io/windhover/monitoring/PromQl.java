package io.windhover.monitoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tree of a PromQL expression, as the grammar of Prometheus reads it, or why it
 * cannot be read.
 */
public record PromQl(JsonNode tree) {

	private static final JsonMapper JSON = new JsonMapper();

	/**
	 * Reads many at once; skips the test where there is no Node.js.
	 */
	public static List<PromQl> read(List<String> expressions) {
		List<String> lines = NodePackage.MONITORING.run("expressions.mjs", List.of(),
				expressions.stream().map(JSON::writeValueAsString).toList());
		if (lines.size() != expressions.size()) {
			throw new IllegalStateException("%d answers to %d expressions".formatted(lines.size(), expressions.size()));
		}
		return lines.stream().map((line) -> new PromQl(JSON.readTree(line))).toList();
	}

	/** What hinders it to be read, with the place, or nothing. */
	String error() {
		JsonNode error = this.tree.path("error");
		return error.isMissingNode() ? ""
				: "at %d: %s".formatted(error.get("at").asInt(), error.get("message").asString());
	}

	/**
	 * The selectors in it, as they are written but for ranges and offsets.
	 */
	public Set<String> selectors() {
		Set<String> found = new TreeSet<>();
		collect(this.tree, found);
		return found;
	}

	private static void collect(JsonNode node, Set<String> into) {
		if (node.path("kind").asString("").equals("selector")) {
			into.add(node.get("source").asString());
		}
		node.path("arguments").forEach((argument) -> collect(argument, into));
	}

	static List<String> texts(JsonNode list) {
		List<String> texts = new ArrayList<>();
		list.forEach((each) -> texts.add(each.asString()));
		return texts;
	}

	static Stream<JsonNode> arguments(JsonNode node) {
		return node.path("arguments").valueStream();
	}

}
