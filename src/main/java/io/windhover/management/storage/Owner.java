package io.windhover.management.storage;

import io.windhover.execution.json.Json;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Finds the flow that a record names, without reading what else it holds.
 */
final class Owner {

	private Owner() {
	}

	/**
	 * The flow by the fields {@code namespace} and {@code flowId} of the value; null
	 * where it lacks one of them.
	 */
	static @Nullable FlowKey of(byte[] value) {
		String namespace = null;
		String flowId = null;
		try (JsonParser parser = Json.mapper().createParser(value)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return null;
			}
			while (parser.nextToken() == JsonToken.PROPERTY_NAME && (namespace == null || flowId == null)) {
				String name = parser.currentName();
				JsonToken token = parser.nextToken();
				if (token == JsonToken.VALUE_STRING && name.equals("namespace")) {
					namespace = parser.getString();
				}
				else if (token == JsonToken.VALUE_STRING && name.equals("flowId")) {
					flowId = parser.getString();
				}
				else {
					parser.skipChildren();
				}
			}
		}
		catch (JacksonException ex) {
			return null;
		}
		return (namespace != null && flowId != null) ? new FlowKey(namespace, flowId) : null;
	}

}
