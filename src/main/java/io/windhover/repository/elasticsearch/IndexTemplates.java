package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.json.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the templates by which the indices are made. Doing so twice, or several processes
 * at once, changes nothing; those of a newer Windhover are left alone.
 */
class IndexTemplates {

	private static final Logger logger = LoggerFactory.getLogger(IndexTemplates.class);

	/** Of the mappings: grows with each change to a template. */
	private static final int VERSION = 2;

	private static final String COMPONENT = "common";

	private static final Map<String, String> EXISTING = Map.of("ignore_unavailable", "true", "allow_no_indices", "true",
			"expand_wildcards", "open");

	/** Before the templates that come with the servers, which have 100. */
	private static final int PRIORITY = 500;

	private final ElasticsearchClient client;

	private final Indices indices;

	private final int shards;

	private final int replicas;

	IndexTemplates(ElasticsearchClient client, Indices indices, int shards, int replicas) {
		this.client = client;
		this.indices = indices;
		this.shards = shards;
		this.replicas = replicas;
	}

	void put() {
		put("/_component_template/", "component_templates", "component_template", COMPONENT, component());
		for (String kind : Indices.DATED) {
			put("/_index_template/", "index_templates", "index_template", kind, index(kind, this.indices.all(kind)));
		}
		put("/_index_template/", "index_templates", "index_template", "triggers",
				index("triggers", this.indices.triggers()));
	}

	private void put(String path, String list, String element, String kind, ObjectNode template) {
		String name = name(kind);
		ElasticsearchResponse present = this.client.send("GET", path + name);
		if (present.status() != 404) {
			JsonNode stored = present.json().path(list).path(0).path(element);
			int version = stored.path("_meta").path("windhover").asInt(0);
			if (version > VERSION) {
				logger.info("The template {} is of a newer Windhover and stays", name);
				return;
			}
			if (version < VERSION && !kind.equals(COMPONENT)) {
				extend(kind, template.path("index_patterns").path(0).asString());
			}
		}
		this.client.send("PUT", path + name, Map.of(), template).json();
	}

	/**
	 * Gives the indices that are there the fields of this version, before the template
	 * says that all is done.
	 */
	private void extend(String kind, String pattern) {
		ObjectNode mappings = read(COMPONENT).withObject("/template/mappings");
		mappings.withObject("/properties").setAll(read(kind).withObject("/mappings/properties"));
		ElasticsearchResponse response = this.client.send("PUT", "/" + pattern + "/_mapping", EXISTING, mappings);
		if (response.status() == 400 || response.status() == 403) {
			// a field is of another type, or an index is locked: those to come are well
			logger.warn("New fields of {} are not found in indices that are there already: {}", pattern,
					response.reason());
		}
		else if (response.status() != 404) {
			response.json();
		}
	}

	private ObjectNode component() {
		ObjectNode component = read(COMPONENT);
		ObjectNode settings = component.withObject("/template/settings/index");
		settings.put("number_of_shards", this.shards);
		settings.put("number_of_replicas", this.replicas);
		return described(component);
	}

	private ObjectNode index(String kind, String pattern) {
		ObjectNode index = Json.mapper().createObjectNode();
		index.set("index_patterns", Json.mapper().valueToTree(List.of(pattern)));
		index.set("composed_of", Json.mapper().valueToTree(List.of(name(COMPONENT))));
		index.put("priority", PRIORITY);
		index.set("template", read(kind));
		return described(index);
	}

	private static ObjectNode described(ObjectNode template) {
		template.put("version", VERSION);
		template.withObject("/_meta").put("windhover", VERSION);
		return template;
	}

	private String name(String kind) {
		return this.indices.prefix() + "-" + kind;
	}

	private static ObjectNode read(String name) {
		try (InputStream in = Objects.requireNonNull(IndexTemplates.class.getResourceAsStream(name + ".json"))) {
			return (ObjectNode) Json.mapper().readTree(in);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
