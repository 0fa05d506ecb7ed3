package io.windhover.flow.template.function;

import java.util.stream.Collectors;

import io.windhover.flow.template.budget.RenderBudget;
import io.windhover.flow.template.budget.RenderedValue;
import io.windhover.flow.yaml.YamlDocument;
import io.windhover.flow.yaml.YamlProblem;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes JSON and YAML.
 */
public final class Structures {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private Structures() {
	}

	/**
	 * Reads JSON as plain values.
	 * @return null for the null of JSON
	 * @throws IllegalArgumentException when the text is not JSON; the message does not
	 * quote it
	 */
	public static @Nullable Object fromJson(String text) {
		RenderBudget.current().length(text.length());
		try {
			return JSON.readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			// its message would quote the text, of which a part may be of a secret
			throw new IllegalArgumentException("the text is not JSON at line %d, column %d"
				.formatted(ex.getLocation().getLineNr(), ex.getLocation().getColumnNr()), ex);
		}
	}

	/**
	 * Reads YAML as plain values.
	 * @return null for an empty text
	 * @throws IllegalArgumentException when the text is not YAML
	 */
	public static @Nullable Object fromYaml(String text) {
		RenderBudget.current().source(text);
		YamlDocument document = YamlDocument.read(text);
		if (!document.problems().isEmpty()) {
			throw new IllegalArgumentException("the text is not YAML: "
					+ document.problems().stream().map(YamlProblem::message).collect(Collectors.joining("; ")));
		}
		return document.root();
	}

	static String toYaml(Object value) {
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
		RenderedValue text = new RenderedValue(false, RenderBudget.current());
		new Yaml(options).dump(value, text);
		return String.valueOf(text.get()).stripTrailing();
	}

}
