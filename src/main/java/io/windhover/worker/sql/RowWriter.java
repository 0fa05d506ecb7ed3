package io.windhover.worker.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

import io.windhover.execution.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as CSV, as RFC 4180 has it, or as JSON lines.
 */
record RowWriter(Writer writer, boolean csv) {

	void head(List<String> columns) throws IOException {
		if (this.csv) {
			line(columns);
		}
	}

	void row(Map<String, @Nullable Object> row) throws IOException {
		if (this.csv) {
			line(row.values());
		}
		else {
			this.writer.write(Json.mapper().writeValueAsString(row));
			this.writer.write('\n');
		}
	}

	private void line(Iterable<? extends @Nullable Object> values) throws IOException {
		String separator = "";
		for (Object value : values) {
			this.writer.write(separator);
			this.writer.write(field(value));
			separator = ",";
		}
		this.writer.write("\r\n");
	}

	private static String field(@Nullable Object value) {
		if (value == null) {
			return "";
		}
		String text = (value instanceof List || value instanceof Map) ? Json.mapper().writeValueAsString(value)
				: value.toString();
		boolean quoted = text.isEmpty() || text.chars().anyMatch((letter) -> ",\"\r\n".indexOf(letter) >= 0);
		return quoted ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
	}

}
