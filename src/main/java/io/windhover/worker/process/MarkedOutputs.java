package io.windhover.worker.process;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The outputs that a process writes as lines of the form
 * <code>::{"outputs": {"rows": 3}}::</code>.
 */
class MarkedOutputs {

	/** Of all such lines, since a process may write without end. */
	static final int MAX_BYTES = 1024 * 1024;

	private static final String MARK = "::";

	private final Map<String, Object> values = new LinkedHashMap<>();

	private int bytes;

	/** Whether a line means to be one. */
	static boolean isMarked(String line) {
		return begins(line) && line.strip().endsWith("}" + MARK);
	}

	/** Whether a line that is cut off may mean to be one. */
	static boolean begins(String line) {
		return line.stripLeading().startsWith(MARK + "{");
	}

	/**
	 * Takes the outputs of a line that means to be one.
	 * @return why it cannot; null when it could
	 */
	@Nullable String take(String line) {
		this.bytes += line.getBytes(StandardCharsets.UTF_8).length;
		if (isTooLarge()) {
			this.values.clear();
			this.bytes = MAX_BYTES + 1;
			return null; // the task fails of it
		}
		String text = line.strip();
		try {
			Object root = Json.mapper()
				.readValue(text.substring(MARK.length(), text.length() - MARK.length()), Object.class);
			if (root instanceof Map<?, ?> map && map.get("outputs") instanceof Map<?, ?> outputs) {
				outputs.forEach((name, value) -> this.values.put(String.valueOf(name), value));
				return null;
			}
			return "it must be {\"outputs\": {…}}";
		}
		catch (JacksonException ex) {
			return "it is not valid JSON: " + ex.getOriginalMessage();
		}
	}

	boolean isTooLarge() {
		return this.bytes > MAX_BYTES;
	}

	Map<String, Object> values() {
		return this.values;
	}

}
