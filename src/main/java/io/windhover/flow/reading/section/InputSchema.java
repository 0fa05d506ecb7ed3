package io.windhover.flow.reading.section;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.flow.binding.PropertySchema;
import io.windhover.flow.input.Input;
import io.windhover.flow.reading.section.SectionSchemas.InputShape;
import io.windhover.flow.value.BoundedPattern;

/**
 * The schema of an input: which rules it may have hangs on its type.
 */
public final class InputSchema {

	private static final PropertySchema PLAIN = new PropertySchema(false);

	private static final List<String> RULES = List.of("pattern", "min", "max", "itemType", "values");

	private InputSchema() {
	}

	/**
	 * The JSON schema of one input, as a new map.
	 */
	public static Map<String, Object> schema() {
		Map<String, Object> properties = PLAIN.properties(InputShape.class);
		List<String> items = Stream.of(Input.Type.values())
			.filter((each) -> !InputReader.NOT_IN_ARRAYS.contains(each))
			.map(Input.Type::text)
			.toList();
		properties.computeIfPresent("itemType",
				(name, before) -> PropertySchema.described(((Map<?, ?>) before).get(PropertySchema.DESCRIPTION),
						PropertySchema.orNull(PropertySchema.oneOf(items))));
		properties.computeIfPresent("pattern",
				(name, before) -> PropertySchema.described(((Map<?, ?>) before).get(PropertySchema.DESCRIPTION),
						PropertySchema.orNull(Map.of("type", List.of("string", "number", "boolean"), "maxLength",
								BoundedPattern.MOST_CHARACTERS))));
		Map<String, Object> input = PropertySchema.object(properties, PropertySchema.required(InputShape.class));
		Map<String, Object> values = new LinkedHashMap<>(only("values"));
		values.put("required", List.of("values"));
		Map<String, Object> rules = of(List.of(Input.Type.ENUM, Input.Type.MULTI_ENUM), values, only());
		rules = of(List.of(Input.Type.ARRAY), only("itemType"), rules);
		rules = of(List.of(Input.Type.INT, Input.Type.FLOAT), only("min", "max"), rules);
		input.putAll(of(List.of(Input.Type.STRING), only("pattern"), rules));
		return input;
	}

	private static Map<String, Object> of(List<Input.Type> types, Map<String, Object> rules,
			Map<String, Object> otherwise) {
		Map<String, Object> type = PropertySchema.oneOf(types.stream().map(Input.Type::text).toList());
		return Map.of("if", Map.of("properties", Map.of("type", type), "required", List.of("type")), "then", rules,
				"else", otherwise);
	}

	/** All other rules may not have a value. */
	private static Map<String, Object> only(String... allowed) {
		Map<String, Object> properties = new LinkedHashMap<>();
		RULES.forEach((rule) -> properties.put(rule, Map.of("type", "null")));
		List.of(allowed).forEach(properties::remove);
		if (List.of(allowed).contains("values")) {
			properties.put("values", Map.of("type", "array", "minItems", 1));
		}
		return Map.of("properties", properties);
	}

}
