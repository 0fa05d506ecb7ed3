package io.windhover.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.windhover.execution.instance.OutgoingEvent;
import io.windhover.execution.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Holds the data of events against their JSON Schemas.
 */
public final class EventSchemas {

	private EventSchemas() {
	}

	/**
	 * What is wrong with the data of an event.
	 */
	public static List<Error> errors(OutgoingEvent event) {
		return errors(Json.mapper().valueToTree(event));
	}

	/**
	 * What is wrong with the data of an event as it was received.
	 */
	public static List<Error> errors(JsonNode event) {
		EventType type = Stream.of(EventType.values())
			.filter((each) -> each.type().equals(event.get("type").asString()))
			.findFirst()
			.orElseThrow();
		if (!type.schema().equals(event.get("dataschema").asString())) {
			throw new AssertionError(event.get("dataschema"));
		}
		return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
			.getSchema(document(type))
			.validate(event.get("data"));
	}

	/**
	 * The schema of the data of a type.
	 */
	public static JsonNode document(EventType type) {
		try (InputStream resource = EventSchemas.class.getResourceAsStream(type.resource())) {
			return Json.mapper().readTree(Objects.requireNonNull(resource, type.resource()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
