package io.windhover.monitoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks of what Kibana imports: references lead somewhere, fields are those of the
 * documents, panels do not overlap.
 */
final class KibanaObjects {

	private static final JsonMapper JSON = new JsonMapper();

	private final List<JsonNode> objects;

	/** The fields of each data view, by its id. */
	private final Map<String, Set<String>> fields = new HashMap<>();

	private final List<String> problems = new ArrayList<>();

	private KibanaObjects(List<JsonNode> objects) {
		this.objects = objects;
	}

	/**
	 * What is wrong.
	 * @param lines one object each
	 * @param mappings the fields of each index pattern
	 */
	static List<String> problems(List<String> lines, Map<String, Set<String>> mappings) {
		KibanaObjects all = new KibanaObjects(lines.stream().map(JSON::readTree).toList());
		all.check(mappings);
		return all.problems;
	}

	private void check(Map<String, Set<String>> mappings) {
		Set<String> ids = new HashSet<>();
		for (JsonNode object : this.objects) {
			String id = object.path("type").asString("") + " " + object.path("id").asString("");
			if (!ids.add(id)) {
				this.problems.add(id + " is there twice");
			}
			if (object.path("coreMigrationVersion").isMissingNode()
					|| object.path("typeMigrationVersion").isMissingNode()) {
				this.problems.add(id + " does not say of which version it is");
			}
			if (object.path("type").asString("").equals("index-pattern")) {
				dataView(object, mappings);
			}
		}
		for (JsonNode object : this.objects) {
			object.path("references").forEach((reference) -> {
				String id = reference.path("type").asString("") + " " + reference.path("id").asString("");
				if (!ids.contains(id)) {
					this.problems.add("nothing is " + id);
				}
			});
			switch (object.path("type").asString("")) {
				case "index-pattern" -> {
				}
				case "search" -> search(object);
				case "dashboard" -> dashboard(object);
				default -> this.problems.add("unknown type " + object.path("type"));
			}
		}
	}

	private void dataView(JsonNode object, Map<String, Set<String>> mappings) {
		String title = object.at("/attributes/title").asString("");
		Set<String> known = mappings.getOrDefault(title, Set.of());
		this.fields.put(object.path("id").asString(""), known);
		Set<String> named = new TreeSet<>(
				JSON.readTree(object.at("/attributes/fieldFormatMap").asString("{}")).propertyNames());
		named.add(object.at("/attributes/timeFieldName").asString(""));
		fields(title, named, known);
	}

	private void search(JsonNode object) {
		String title = object.at("/attributes/title").asString("");
		JsonNode source = JSON.readTree(object.at("/attributes/kibanaSavedObjectMeta/searchSourceJSON").asString("{}"));
		String view = reference(object.path("references"), source.path("indexRefName").asString(""), title);
		Set<String> named = new TreeSet<>();
		object.at("/attributes/columns").forEach((column) -> named.add(column.asString()));
		object.at("/attributes/sort").forEach((sort) -> named.add(sort.get(0).asString()));
		named.addAll(Kuery.fields(source.at("/query/query").asString("")));
		fields(title, named, this.fields.getOrDefault(view, Set.of()));
	}

	private void dashboard(JsonNode object) {
		JsonNode references = object.path("references");
		List<Grid.Box> boxes = new ArrayList<>();
		for (JsonNode panel : JSON.readTree(object.at("/attributes/panelsJSON").asString("[]"))) {
			String index = panel.path("panelIndex").asString("");
			boxes.add(Grid.Box.of(index, panel.path("gridData")));
			if (!panel.at("/gridData/i").asString("").equals(index)) {
				this.problems.add(index + " is called otherwise in the grid");
			}
			if (panel.has("panelRefName")) {
				reference(references, index + ":" + panel.get("panelRefName").asString(), index);
			}
			else {
				lens(panel.at("/embeddableConfig/attributes"), index, references);
			}
		}
		this.problems.addAll(new Grid(48).problems(boxes));
		JsonNode controls = JSON.readTree(object.at("/attributes/controlGroupInput/panelsJSON").asString("{}"));
		for (String id : controls.propertyNames()) {
			String view = reference(references, "controlGroup_" + id + ":optionsListDataView", id);
			fields(id, Set.of(controls.get(id).at("/explicitInput/fieldName").asString("")),
					this.fields.getOrDefault(view, Set.of()));
		}
	}

	private void lens(JsonNode attributes, String index, JsonNode references) {
		String title = attributes.path("title").asString("");
		if (!attributes.path("description").asString("").contains("Bad: ")) {
			this.problems.add(title + " does not say what is bad");
		}
		JsonNode layers = attributes.at("/state/datasourceStates/formBased/layers");
		for (String id : layers.propertyNames()) {
			String name = "indexpattern-datasource-layer-" + id;
			String view = reference(attributes.path("references"), name, title);
			reference(references, index + ":" + name, title);
			JsonNode columns = layers.get(id).path("columns");
			Set<String> order = new HashSet<>();
			layers.get(id).path("columnOrder").forEach((column) -> order.add(column.asString()));
			if (!order.equals(new HashSet<>(columns.propertyNames()))) {
				this.problems.add(title + " orders " + order + " and has " + columns.propertyNames());
			}
			shown(attributes.at("/state/visualization"), columns, title);
			Set<String> named = new TreeSet<>(Kuery.fields(attributes.at("/state/query/query").asString("")));
			columns.forEach((column) -> {
				named.add(column.path("sourceField").asString(""));
				named.addAll(Kuery.fields(column.at("/filter/query").asString("")));
				column(columns, column.at("/params/orderBy/columnId"), title);
			});
			named.remove("___records___");
			fields(title, named, this.fields.getOrDefault(view, Set.of()));
		}
	}

	/** What a picture shows are columns. */
	private void shown(JsonNode visualization, JsonNode columns, String title) {
		List<JsonNode> shown = new ArrayList<>(visualization.findValues("xAccessor"));
		shown.addAll(visualization.findValues("splitAccessor"));
		shown.addAll(visualization.findValues("metricAccessor"));
		shown.addAll(visualization.findValues("columnId"));
		visualization.findValues("accessors").forEach((accessors) -> accessors.forEach(shown::add));
		if (shown.isEmpty()) {
			this.problems.add(title + " shows nothing");
		}
		shown.forEach((name) -> column(columns, name, title));
	}

	private void column(JsonNode columns, JsonNode name, String title) {
		if (!name.isMissingNode() && !columns.has(name.asString(""))) {
			this.problems.add(title + " has no column " + name);
		}
	}

	private String reference(JsonNode references, String name, String of) {
		return references.valueStream()
			.filter((reference) -> reference.path("name").asString("").equals(name))
			.map((reference) -> reference.path("id").asString(""))
			.findFirst()
			.orElseGet(() -> {
				this.problems.add(of + " has no reference " + name);
				return "";
			});
	}

	private void fields(String of, Set<String> named, Set<String> known) {
		named.stream()
			.filter((field) -> !known.contains(field))
			.forEach((field) -> this.problems.add(of + " names the field " + field + ", which there is not"));
	}

}
