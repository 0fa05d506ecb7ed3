package io.windhover.flow.template.pebble;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.template.TemplateException;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * Renders one configuration, however deep, and names the field of what fails.
 */
record Rendering(Templates templates, Map<String, Object> variables) {

	@Nullable Object render(String field, @Nullable Object value) {
		if (value instanceof String text) {
			return text(field, text);
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
			map.forEach((key, each) -> rendered.put(String.valueOf(key), render(field + "." + key, each)));
			return rendered;
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> rendered = new ArrayList<>(list.size());
			for (int i = 0; i < list.size(); i++) {
				rendered.add(render(field + "[" + i + "]", list.get(i)));
			}
			return rendered;
		}
		return value;
	}

	private @Nullable Object text(String field, String text) {
		try {
			return this.templates.evaluate(text, this.variables);
		}
		catch (TemplateException ex) {
			throw new TemplateException("%s: %s".formatted(field, ex.getMessage()), ex);
		}
	}

}
