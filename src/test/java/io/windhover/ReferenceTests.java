package io.windhover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.execution.json.Json;
import io.windhover.flow.FlowSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code src/docs/reference.md} is what the code says of flows. Run with
 * {@code -Dreference.write=true} it is written anew.
 */
class ReferenceTests {

	private static final Path PAGE = Path.of("src/docs/reference.md");

	private static final AnnotationConfigApplicationContext CONTEXT = DocumentationTests.context();

	private static final JsonNode SCHEMA = Json.mapper().valueToTree(CONTEXT.getBean(FlowSchema.class).document());

	@AfterAll
	static void close() {
		CONTEXT.close();
	}

	@Test
	void pageIsWhatTheCodeSays() throws IOException {
		String page = new ReferencePage(SCHEMA).page();
		if (Boolean.getBoolean("reference.write")) {
			Files.writeString(PAGE, page);
		}
		assertThat(Files.readString(PAGE)).isEqualTo(page);
	}

	@Test
	void everyPropertyIsDescribed() {
		List<String> silent = new ArrayList<>();
		addSilent("flow", SCHEMA, silent);
		SCHEMA.get("definitions").properties().forEach((each) -> addSilent(each.getKey(), each.getValue(), silent));
		assertThat(silent).isEmpty();
	}

	private static void addSilent(String name, JsonNode object, List<String> silent) {
		named(object).filter((property) -> !property.getKey().equals("type") && !property.getValue().has("description"))
			.forEach((property) -> silent.add(name + ": " + property.getKey()));
	}

	/** A choice has the types of its kind, which are described one by one. */
	private static Stream<Map.Entry<String, JsonNode>> named(JsonNode object) {
		return object.has("allOf") ? Stream.empty() : object.path("properties").properties().stream();
	}

}
