package io.windhover.flow.template.function;

import java.util.ArrayList;
import java.util.Map;

import io.pebbletemplates.pebble.attributes.AttributeResolver;
import io.pebbletemplates.pebble.attributes.ResolvedAttribute;
import io.pebbletemplates.pebble.node.ArgumentsNode;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import org.jspecify.annotations.Nullable;

/**
 * Gives maps {@code keys()}, {@code values()} and {@code entries()} as lists.
 */
public class MapResolver implements AttributeResolver {

	@Override
	public @Nullable ResolvedAttribute resolve(Object instance, Object attribute, Object @Nullable [] arguments,
			@Nullable ArgumentsNode node, EvaluationContextImpl context, String file, int line) {
		if (!(instance instanceof Map<?, ?> map) || arguments == null || arguments.length > 0) {
			return null;
		}
		return switch (String.valueOf(attribute)) {
			case "keys" -> new ResolvedAttribute(new ArrayList<>(map.keySet()));
			case "values" -> new ResolvedAttribute(new ArrayList<>(map.values()));
			case "entries" -> new ResolvedAttribute(new ArrayList<>(map.entrySet()));
			default -> null;
		};
	}

}
