package io.windhover.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the saved objects of Kibana ask of which index.
 */
public final class KibanaQueries {

	private static final JsonMapper JSON = new JsonMapper();

	private final Map<String, String> views = new TreeMap<>();

	private final List<Asked> asked = new ArrayList<>();

	private KibanaQueries(List<JsonNode> objects) {
		objects.stream()
			.filter((object) -> isA(object, "index-pattern"))
			.forEach((view) -> this.views.put(view.get("id").asString(), view.at("/attributes/title").asString()));
		objects.forEach(this::collect);
	}

	/**
	 * Reads those of the monitoring files.
	 */
	public static List<Asked> read(MonitoringFiles files) {
		List<JsonNode> objects = new ArrayList<>();
		for (Path file : files.files("kibana", ".ndjson")) {
			try {
				Files.readAllLines(file)
					.stream()
					.filter((line) -> !line.isBlank())
					.map(JSON::readTree)
					.forEach(objects::add);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return new KibanaQueries(objects).asked;
	}

	private void collect(JsonNode object) {
		JsonNode attributes = object.path("attributes");
		switch (object.path("type").asString("")) {
			case "index-pattern" -> {
				Set<String> fields = new TreeSet<>(Set.of(attributes.get("timeFieldName").asString()));
				JSON.readTree(attributes.path("fieldFormatMap").asString("{}")).propertyNames().forEach(fields::add);
				add("data view " + object.get("id").asString(), object.get("id").asString(), fields, "");
			}
			case "search" -> {
				Set<String> fields = new TreeSet<>(PromQl.texts(attributes.get("columns")));
				attributes.get("sort").forEach((sort) -> fields.add(sort.get(0).asString()));
				JsonNode source = JSON.readTree(attributes.at("/kibanaSavedObjectMeta/searchSourceJSON").asString());
				add("search " + object.get("id").asString(), object.at("/references/0/id").asString(), fields,
						source.at("/query/query").asString(""));
			}
			case "dashboard" -> JSON.readTree(attributes.get("panelsJSON").asString())
				.forEach((panel) -> lens(panel.at("/embeddableConfig/attributes")));
			default -> {
				// the summary of an export
			}
		}
	}

	private void lens(JsonNode lens) {
		JsonNode state = lens.path("state");
		Map<String, String> layers = lens.path("references")
			.valueStream()
			.filter((reference) -> isA(reference, "index-pattern"))
			.collect(Collectors.toMap(
					(reference) -> reference.get("name").asString().replaceFirst("^indexpattern-datasource-layer-", ""),
					(reference) -> reference.get("id").asString(), (one, other) -> one));
		state.at("/datasourceStates/formBased/layers").properties().forEach((layer) -> {
			Set<String> fields = new TreeSet<>();
			layer.getValue().get("columns").forEach((column) -> fields.add(column.path("sourceField").asString("")));
			fields.removeAll(Set.of("", "___records___"));
			add("panel \"%s\"".formatted(lens.path("title").asString("")), layers.getOrDefault(layer.getKey(), ""),
					fields, state.at("/query/query").asString(""));
		});
	}

	private void add(String where, String view, Set<String> fields, String query) {
		String index = this.views.get(view);
		if (index == null) {
			throw new IllegalArgumentException("%s: no data view '%s'".formatted(where, view));
		}
		fields.addAll(SearchRequest.fields(query));
		this.asked.add(new Asked(where, index, fields,
				query.replaceAll("(?i)\\bor\\b", "OR").replaceAll("(?i)\\band\\b", "AND")));
	}

	private static boolean isA(JsonNode object, String type) {
		return object.path("type").asString("").equals(type);
	}

	/**
	 * What one of them asks.
	 *
	 * @param where the object, or the panel of a dashboard
	 * @param index the pattern of its indices
	 * @param fields that it shows or asks for
	 * @param query in the language of Lucene, or empty
	 */
	public record Asked(String where, String index, Set<String> fields, String query) {

	}

}
