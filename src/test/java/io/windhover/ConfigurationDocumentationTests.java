package io.windhover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The commented {@code application.yml} holds every property with its true default.
 */
class ConfigurationDocumentationTests {

	/** A property that is shown and not set. */
	private static final String COMMENTED_OUT = "(?m)^( +)# ([a-z-]+: \\S+)$";

	private final List<Property> properties = properties();

	private final String text = read("application.yml");

	@Test
	void everyPropertyHasADescription() {
		assertThat(this.properties).hasSizeGreaterThan(40)
			.allSatisfy((property) -> assertThat(property.description()).as(property.name()).endsWith("."));
	}

	@Test
	void everyPropertyStandsInTheFileAndNoOther() {
		assertThat(values(this.text.replaceAll(COMMENTED_OUT, "$1$2")).keySet())
			.containsExactlyInAnyOrderElementsOf(this.properties.stream().map(Property::name).toList());
	}

	@Test
	void everyDefaultStandsInTheFile() {
		Map<String, String> set = values(this.text);
		assertThat(this.properties).filteredOn((property) -> property.defaultValue() != null)
			.allSatisfy((property) -> assertThat(set).containsEntry(property.name(),
					String.valueOf(property.defaultValue())));
	}

	private static List<Property> properties() {
		List<Property> properties = new ArrayList<>();
		for (JsonNode each : Json.mapper()
			.readTree(read("target/classes/META-INF/spring-configuration-metadata.json"))
			.get("properties")) {
			if (each.get("name").asString().startsWith("windhover.")) {
				properties.add(new Property(each.get("name").asString(), each.path("description").asString(""),
						each.has("defaultValue") ? text(each.get("defaultValue")) : null));
			}
		}
		return properties;
	}

	/** The metadata puts brackets around a list. */
	private static String text(JsonNode value) {
		return value.asString().replaceAll("^\\[|]$", "");
	}

	private static Map<String, String> values(String yaml) {
		Map<String, String> values = new TreeMap<>();
		Map<String, Object> root = new Yaml().load(yaml);
		flatten("windhover", root.get("windhover"), values);
		return values;
	}

	private static void flatten(String name, @Nullable Object value, Map<String, String> values) {
		if (value instanceof Map<?, ?> map && !map.isEmpty()) {
			map.forEach((key, each) -> flatten(name + "." + key, each, values));
		}
		else {
			values.put(name, String.valueOf(value));
		}
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record Property(String name, String description, @Nullable String defaultValue) {
	}

}
