package io.windhover;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.windhover.flow.template.TemplateCatalogue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The page with every task, trigger, input and function, made from the schema of flows.
 */
final class ReferencePage {

	private static final String HEAD = """
			# Reference of flows

			Every property of flows, tasks, triggers and inputs, and every function and filter of templates, as the code describes
			them to editors; [What flows may say](flows.md) explains them with examples. The page is made by `ReferenceTests`, which
			also holds it to the code. Properties in bold must be given. Those of worker tasks may be templates.
			""";

	/** What is nested in a property is shown below it; of a retry once. */
	private static final Set<String> ELSEWHERE = Set.of("retry");

	/** A flow says of these what the defaults of types allow. */
	private static final Set<String> LISTS = Set.of("tasks", "errors", "finally");

	/** A type of one's own, of the tests. */
	private static final String EXAMPLE = "word-count";

	private static final String LIST = "definitions/tasks";

	private final JsonNode definitions;

	private final JsonNode flow;

	private final StringBuilder page = new StringBuilder(HEAD);

	ReferencePage(JsonNode schema) {
		this.definitions = schema.get("definitions");
		this.flow = schema;
	}

	String page() {
		heading("## A flow");
		table(this.flow, Set.of());
		heading("## Inputs");
		table(this.definitions.get("input"), Set.of());
		Map<String, String> tasks = types("task");
		Set<String> common = common(tasks.keySet().stream());
		heading("## Tasks");
		heading("### Every task");
		this.page.append("Beside its `type`, each task has:\n\n");
		JsonNode any = this.definitions.get("task." + tasks.keySet().iterator().next());
		rows(any, common);
		heading("### Retry");
		table(Objects.requireNonNull(nested(any.get("properties").get("retry"))), Set.of());
		tasks.forEach((type, description) -> {
			heading("### " + type);
			this.page.append(description).append("\n");
			table(this.definitions.get("task." + type), common);
		});
		heading("## Triggers");
		types("trigger").forEach((type, description) -> {
			heading("### " + type + " trigger");
			this.page.append(description).append("\n");
			table(this.definitions.get("trigger." + type), Set.of("type"));
		});
		heading("### Conditions of a flow trigger");
		table(this.definitions.get("condition"), Set.of());
		functions();
		return this.page.toString();
	}

	/** By name. */
	private Map<String, String> types(String kind) {
		return this.definitions.get(kind)
			.get("properties")
			.get("type")
			.get("oneOf")
			.valueStream()
			.filter((type) -> !text(type, "const").equals(EXAMPLE))
			.sorted((one, other) -> text(one, "const").compareTo(text(other, "const")))
			.collect(Collectors.toMap((type) -> text(type, "const"), (type) -> text(type, "description"),
					(one, other) -> one, LinkedHashMap::new));
	}

	/** What all of the types have. */
	private Set<String> common(Stream<String> types) {
		return types.map((type) -> this.definitions.get("task." + type).get("properties").propertyNames())
			.map((names) -> names.stream().collect(Collectors.toSet()))
			.reduce((one, other) -> one.stream().filter(other::contains).collect(Collectors.toSet()))
			.orElseThrow();
	}

	private void heading(String line) {
		blank();
		this.page.append(line).append("\n\n");
	}

	private void blank() {
		if (!this.page.toString().endsWith("\n\n")) {
			this.page.append("\n");
		}
	}

	private void table(JsonNode object, Set<String> without) {
		Set<String> shown = object.get("properties")
			.propertyNames()
			.stream()
			.filter((name) -> !without.contains(name))
			.collect(Collectors.toSet());
		blank();
		rows(object, shown);
	}

	private void rows(JsonNode object, Set<String> shown) {
		List<String> rows = new ArrayList<>();
		rows("", object, shown, rows);
		this.page.append("| property | takes | |\n|---|---|---|\n");
		rows.forEach((row) -> this.page.append(row).append("\n"));
	}

	private void rows(String prefix, JsonNode object, Set<String> shown, List<String> rows) {
		Set<String> required = object.get("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
		object.get("properties").properties().forEach((property) -> {
			String name = property.getKey();
			if (!shown.contains(name) || property.getValue().has("const")) {
				return;
			}
			String mark = required.contains(name) ? "**" : "";
			rows.add("| %s`%s%s`%s | %s | %s |".formatted(mark, prefix, name, mark,
					(object.has("definitions") && LISTS.contains(name)) ? "tasks" : type(property.getValue()),
					escaped(text(property.getValue(), "description"))));
			JsonNode nested = nested(property.getValue());
			if (nested != null && !ELSEWHERE.contains(name)) {
				rows(prefix + name + ".", nested,
						nested.get("properties").propertyNames().stream().collect(Collectors.toSet()), rows);
			}
		});
	}

	private void functions() {
		heading("## Functions and filters");
		this.page.append("| | usage | gives |\n|---|---|---|\n");
		TemplateCatalogue.entries()
			.forEach((each) -> this.page
				.append("| %s | `%s` | %s |%n".formatted(each.kind().name().toLowerCase(Locale.ROOT), each.usage(),
						escaped(each.gives().replace("](#", "](flows.md#")))));
	}

	/**
	 * The properties of what is a map with names of its own, or a list of such; null for
	 * all else.
	 */
	private static @Nullable JsonNode nested(JsonNode schema) {
		JsonNode plain = plain(schema);
		JsonNode element = plain.has("items") ? plain(plain.get("items")) : plain;
		return element.has("properties") && element.has("required") ? element : null;
	}

	/** Without what may be left out and what may be a template. */
	private static JsonNode plain(JsonNode schema) {
		JsonNode plain = schema;
		while (plain.has("anyOf") && !isText(plain.get("anyOf").get(0))) {
			plain = plain.get("anyOf").get(0);
		}
		return plain.has("anyOf") ? plain.get("anyOf").get(0)
				: plain.has("allOf") ? plain(plain.get("allOf").get(0)) : plain;
	}

	private static boolean isText(JsonNode schema) {
		return schema.has("type") || schema.has("enum") || schema.has("$ref");
	}

	private static String type(JsonNode schema) {
		JsonNode plain = plain(schema);
		if (plain.has("$ref")) {
			String name = plain.get("$ref").asString();
			return name.contains(LIST) || name.contains("definitions/nodes") ? "tasks"
					: name.substring(name.lastIndexOf('/') + 1);
		}
		if (plain.has("const")) {
			return "`%s`".formatted(text(plain, "const"));
		}
		if (plain.has("enum")) {
			return plain.get("enum")
				.valueStream()
				.map((constant) -> "`%s`".formatted(constant.asString()))
				.collect(Collectors.joining(", "));
		}
		JsonNode type = plain.path("type");
		if (type.isArray()) {
			return "text";
		}
		return switch (type.asString("")) {
			case "array" -> "a list: " + type(plain.get("items"));
			case "object" ->
				plain.has("properties") ? "properties" : "a map: " + type(plain.get("additionalProperties"));
			case "integer", "number" -> "a number" + bounds(plain);
			case "boolean" -> "`true`, `false`";
			case "string" -> "a duration";
			default -> "anything";
		};
	}

	private static String bounds(JsonNode number) {
		String from = number.has("minimum") ? " from " + number.get("minimum").asString() : "";
		return from + (number.has("maximum") ? " to " + number.get("maximum").asString() : "");
	}

	private static String escaped(String text) {
		return text.replace("|", "\\|").replace("<", "&lt;");
	}

	private static String text(JsonNode node, String name) {
		return node.path(name).asString("");
	}

}
