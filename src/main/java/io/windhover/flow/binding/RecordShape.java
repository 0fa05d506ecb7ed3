package io.windhover.flow.binding;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a record as people write them.
 *
 * @param types by name
 * @param names of components by which they go here, where the two differ
 */
record RecordShape(Map<String, Type> types, Map<String, String> names) {

	static RecordShape of(Class<?> type) {
		if (!type.isRecord()) {
			throw new IllegalArgumentException("%s holds a configuration and must be a record".formatted(type));
		}
		Map<String, Type> types = new LinkedHashMap<>();
		Map<String, String> names = new LinkedHashMap<>();
		for (RecordComponent component : type.getRecordComponents()) {
			JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
			String name = (renamed != null && !renamed.value().isEmpty()) ? renamed.value() : component.getName();
			types.put(name, component.getGenericType());
			names.put(component.getName(), name);
		}
		return new RecordShape(types, names);
	}

	/** The name that people write for a component; null when it is not one. */
	@Nullable String name(String component) {
		return this.names.get(component);
	}

}
