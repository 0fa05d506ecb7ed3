package io.windhover.convert.flow;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Converted;
import io.windhover.convert.expression.Converted.Kind;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.ReferenceScope;

/**
 * Converts the outputs of a flow.
 */
final class FlowOutputs {

	private static final Set<String> KNOWN = Set.of("id", "type", "value", "description", "displayName", "required");

	private static final Set<String> TEXTS = Set.of("STRING", "URI", "DATE", "DATETIME", "TIME", "DURATION");

	private FlowOutputs() {
	}

	static Object of(ReferenceScope scope, Draft draft, KestraSource value) {
		Draft after = new Draft(draft.source(), draft.place(),
				scope.after(scope.flow().seenAfter(draft.source().get("tasks"))), draft.notes());
		Map<String, Object> outputs = new LinkedHashMap<>();
		KestraValues.items(value).forEach((item) -> {
			KestraSource.Mapping output = KestraValues.mapping(item.value());
			KestraSource id = output.get("id");
			KestraSource written = output.get("value");
			if (id == null || written == null || !KNOWN.containsAll(output.entries().keySet())) {
				throw new Unsupported("an output is not an id, a type and a value", "write outputs as a map");
			}
			String type = Objects.requireNonNullElse(output.text("type"), "STRING").toUpperCase(Locale.ROOT);
			outputs.put(KestraValues.fixed(draft, id), output(after, type, written));
		});
		return outputs;
	}

	private static Object output(Draft draft, String type, KestraSource value) {
		if (TEXTS.contains(type)) {
			return KestraValues.exactText(draft, value);
		}
		Converted converted = KestraValues.converted(draft, value);
		String inner = KestraValues.expression(converted.text());
		if (inner == null) {
			throw new Unsupported("an output of type %s is not one expression".formatted(type),
					"write it as one expression");
		}
		String expression = "(" + inner + ")";
		return switch (type) {
			case "INT", "FLOAT" -> "{{ %s | number('%s') }}".formatted(expression, type);
			case "BOOL", "BOOLEAN" -> "{{ (%s ~ '') == 'true' }}".formatted(expression);
			case "JSON", "ARRAY" -> {
				if (converted.kind() != Kind.ANY) {
					yield "{{ fromJson%s }}".formatted(expression);
				}
				yield converted.text();
			}
			default -> throw new Unsupported("an output of type %s is not supported".formatted(type), "give a text");
		};
	}

}
