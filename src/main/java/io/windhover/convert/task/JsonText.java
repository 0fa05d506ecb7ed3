package io.windhover.convert.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.convert.expression.TemplateConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that a flow of Kestra has as text.
 */
final class JsonText {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private JsonText() {
	}

	static String write(@Nullable Object value) {
		return MAPPER.writeValueAsString(value);
	}

	static @Nullable Object read(String text) {
		try {
			return MAPPER.readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			throw new Unsupported("the text is not JSON", "write it as YAML");
		}
	}

	/** A payload that is a map, or JSON with templates within its texts. */
	static Object payload(Draft draft, KestraSource value) {
		if (value instanceof KestraSource.Mapping) {
			return KestraValues.plainOr(KestraValues.structure(draft, value));
		}
		String text = (value instanceof KestraSource.Scalar scalar) ? scalar.text() : "";
		if (hasEscapeInTemplate(text)) {
			throw new Unsupported("a template in the JSON has an escape", "write the payload as a map in YAML");
		}
		Object payload;
		try {
			payload = read(text);
		}
		catch (Unsupported ex) {
			throw new Unsupported("the payload is not JSON before its templates are rendered",
					"write it as a map in YAML");
		}
		if (!(payload instanceof Map)) {
			throw new Unsupported("the payload is not a map", "write it as a map in YAML");
		}
		return KestraValues.plainOr(converted(draft, value.line(), payload));
	}

	private static boolean hasEscapeInTemplate(String text) {
		int at = text.indexOf("{{");
		while (at >= 0) {
			int end = text.indexOf("}}", at);
			if (end < 0) {
				break;
			}
			if (text.substring(at, end).indexOf('\\') >= 0) {
				return true;
			}
			at = text.indexOf("{{", end + 2);
		}
		return text.contains("{%") && text.contains("\\");
	}

	private static @Nullable Object converted(Draft draft, int line, @Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> converted = new LinkedHashMap<>();
			map.forEach((key, each) -> {
				if (TemplateConverter.isTemplated(key)) {
					throw new Unsupported("a name in the payload has a template", "write the name itself");
				}
				converted.put(String.valueOf(key), converted(draft, line, each));
			});
			return converted;
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> converted = new ArrayList<>();
			list.forEach((each) -> converted.add(converted(draft, line, each)));
			return converted;
		}
		return (value instanceof String text)
				? KestraValues.exactText(draft, new KestraSource.Scalar(line, text, text, false)) : value;
	}

}
