package io.windhover.flow.template.budget;

import java.io.Writer;
import java.util.List;
import java.util.Map;

import io.pebbletemplates.pebble.extension.Filter;
import io.pebbletemplates.pebble.template.EvaluationContext;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code | json}: any value as JSON text.
 */
public class JsonFilter implements Filter {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/**
	 * Writes a value as JSON, within the budget of the rendering on this thread.
	 */
	public static String json(@Nullable Object value) {
		RenderedValue text = new RenderedValue(false, RenderBudget.current());
		MAPPER.writeValue((Writer) text, value);
		return String.valueOf(text.get());
	}

	@Override
	public Object apply(@Nullable Object input, Map<String, Object> arguments, PebbleTemplate self,
			EvaluationContext context, int line) {
		return json(input);
	}

	@Override
	public @Nullable List<String> getArgumentNames() {
		return null;
	}

}
