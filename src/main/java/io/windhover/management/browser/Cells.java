package io.windhover.management.browser;

import java.util.ArrayList;
import java.util.List;

import io.windhover.management.browser.Table.Cell;
import io.windhover.management.browser.Table.Line;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Values in few lines; all of them stand in the JSON below the tables.
 */
final class Cells {

	private static final int MAX_LINES = 12;

	private static final int MAX_TEXT = 200;

	private Cells() {
	}

	static Cell of(@Nullable JsonNode value) {
		if (value == null) {
			return new Cell(List.of());
		}
		List<Line> lines = new ArrayList<>();
		if (value.isObject()) {
			value.properties()
				.stream()
				.limit(MAX_LINES)
				.forEach((each) -> lines.add(line(each.getKey(), each.getValue())));
		}
		else if (value.isArray() && value.valueStream().allMatch(JsonNode::isValueNode)) {
			value.valueStream().limit(MAX_LINES).forEach((each) -> lines.add(line(null, each)));
		}
		else {
			return new Cell(List.of(line(null, value)));
		}
		if (value.size() > MAX_LINES) {
			lines.add(new Line(null, "… %d more".formatted(value.size() - MAX_LINES), null));
		}
		return new Cell(lines);
	}

	private static Line line(@Nullable String name, JsonNode value) {
		String text = text(value);
		return new Line(name, text, (value.isString() && JsonText.isLink(text)) ? text : null);
	}

	private static String text(JsonNode value) {
		if (value.isNull()) {
			return "–";
		}
		if (value.isArray() && value.valueStream().anyMatch(JsonNode::isContainer)) {
			return (value.size() == 1) ? "1 item" : value.size() + " items";
		}
		String text = value.isString() ? value.asString() : value.toString();
		return (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) + "…" : text;
	}

}
