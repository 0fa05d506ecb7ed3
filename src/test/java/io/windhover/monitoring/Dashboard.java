package io.windhover.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;

/**
 * A dashboard of Grafana: what it asks, and of whom.
 *
 * @param file where it stands, from the root of the files
 * @param json its content
 */
public record Dashboard(String file, JsonNode json) {

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((?:(.*),)?\\s*(\\w+)\\s*\\)",
			Pattern.DOTALL);

	private static final Pattern QUERY_RESULT = Pattern.compile("query_result\\((.*)\\)", Pattern.DOTALL);

	private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");

	private static final Pattern FIELD_LABEL = Pattern.compile("__field\\.labels\\.(\\w+)");

	/** The panels, those in closed rows too. */
	public List<JsonNode> panels() {
		return this.json.path("panels")
			.valueStream()
			.flatMap((panel) -> panel.path("type").asString("").equals("row") ? panel.path("panels").valueStream()
					: Stream.of(panel))
			.toList();
	}

	/**
	 * What its panels, variables and annotations ask a Prometheus.
	 * @param values of the variables
	 */
	public List<Expression> expressions(Variables values) {
		List<Expression> found = new ArrayList<>();
		for (JsonNode panel : panels()) {
			targets(panel, "prometheus").forEach((target) -> found.add(ofPanel(panel, target, values)));
		}
		for (JsonNode variable : this.json.at("/templating/list")) {
			if (variable.path("type").asString("").equals("query") && isOf(variable.path("datasource"), "prometheus")) {
				found.add(ofVariable(variable, values));
			}
		}
		for (JsonNode annotation : this.json.at("/annotations/list")) {
			if (isOf(annotation.path("datasource"), "prometheus")) {
				found.add(ofAnnotation(annotation, values));
			}
		}
		return found;
	}

	/** What its panels, variables and annotations ask an Elasticsearch. */
	public List<Search> searches() {
		List<Search> found = new ArrayList<>();
		for (JsonNode panel : panels()) {
			targets(panel, "elasticsearch").forEach(
					(target) -> found.add(new Search(this.file, place(panel, target), uid(target, panel), target)));
		}
		for (JsonNode variable : this.json.at("/templating/list")) {
			if (variable.path("type").asString("").equals("query")
					&& isOf(variable.path("datasource"), "elasticsearch")) {
				found.add(new Search(this.file, "variable " + variable.path("name").asString(),
						variable.at("/datasource/uid").asString(""), variable.path("query")));
			}
		}
		for (JsonNode annotation : this.json.at("/annotations/list")) {
			if (isOf(annotation.path("datasource"), "elasticsearch")) {
				found.add(new Search(this.file, "annotation " + annotation.path("name").asString(),
						annotation.at("/datasource/uid").asString(""), annotation.path("target")));
			}
		}
		return found;
	}

	/** The data sources that are named, by type and identifier. */
	Set<String> dataSources() {
		Set<String> found = new LinkedHashSet<>();
		Stream
			.of(panels().stream().map((panel) -> panel.path("datasource")),
					panels().stream()
						.flatMap((panel) -> panel.path("targets").valueStream())
						.map((target) -> target.path("datasource")),
					this.json.at("/templating/list").valueStream().map((variable) -> variable.path("datasource")),
					this.json.at("/annotations/list").valueStream().map((query) -> query.path("datasource")))
			.flatMap((sources) -> sources)
			.filter(JsonNode::isObject)
			.forEach((source) -> found.add(source.path("type").asString("") + " " + source.path("uid").asString("")));
		return found;
	}

	private Expression ofPanel(JsonNode panel, JsonNode target, Variables values) {
		Set<String> uses = new LinkedHashSet<>();
		groups(LEGEND, target.path("legendFormat").asString(""), uses);
		if (panel.path("targets").size() == 1) {
			groups(FIELD_LABEL, panel.toString(), uses);
		}
		uses.remove("__name__");
		boolean isInstant = target.path("instant").asBoolean(false) && !target.path("range").asBoolean(false);
		return new Expression(this.file, place(panel, target),
				isInstant ? Expression.Kind.INSTANT : Expression.Kind.RANGE,
				values.substitute(target.path("expr").asString("")), uses);
	}

	private Expression ofVariable(JsonNode variable, Variables values) {
		JsonNode query = variable.path("query");
		String text = query.isObject() ? query.path("query").asString("") : query.asString("");
		String where = "variable " + variable.path("name").asString();
		Matcher labels = LABEL_VALUES.matcher(text);
		if (labels.matches()) {
			String selector = (labels.group(1) != null) ? labels.group(1) : "{__name__=~\".+\"}";
			return new Expression(this.file, where, Expression.Kind.VARIABLE, values.substitute(selector).strip(),
					Set.of(labels.group(2)));
		}
		Matcher result = QUERY_RESULT.matcher(text);
		if (result.matches()) {
			return new Expression(this.file, where, Expression.Kind.INSTANT, values.substitute(result.group(1)),
					Set.of());
		}
		throw new IllegalArgumentException("%s, %s: unknown kind of query: %s".formatted(this.file, where, text));
	}

	private Expression ofAnnotation(JsonNode annotation, Variables values) {
		JsonNode target = annotation.path("target");
		String text = annotation.path("expr").asString(target.path("expr").asString(""));
		Set<String> uses = new LinkedHashSet<>();
		groups(LEGEND, annotation.path("titleFormat").asString("") + annotation.path("textFormat").asString("")
				+ target.path("legendFormat").asString(""), uses);
		Stream.of(annotation.path("tagKeys").asString("").split(",")).map(String::strip).forEach(uses::add);
		uses.remove("");
		return new Expression(this.file, "annotation " + annotation.path("name").asString(), Expression.Kind.ANNOTATION,
				values.substitute(text), uses);
	}

	private static String place(JsonNode panel, JsonNode target) {
		return "panel \"%s\" %s".formatted(panel.path("title").asString(""), target.path("refId").asString(""));
	}

	private static Stream<JsonNode> targets(JsonNode panel, String type) {
		return panel.path("targets")
			.valueStream()
			.filter((target) -> isOf(target.path("datasource"), type)
					|| (target.path("datasource").isMissingNode() && isOf(panel.path("datasource"), type)));
	}

	private static String uid(JsonNode target, JsonNode panel) {
		return target.at("/datasource/uid").asString(panel.at("/datasource/uid").asString(""));
	}

	private static boolean isOf(JsonNode source, String type) {
		return source.path("type").asString("").equals(type);
	}

	private static void groups(Pattern pattern, String text, Set<String> into) {
		pattern.matcher(text).results().map((found) -> found.group(1)).forEach(into::add);
	}

}
