package io.windhover.management.browser;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * What the objects of a list have in common: a column for each property, and one for each
 * property of an object that has the same simple properties in all rows.
 *
 * @param heads and where to find what belongs below them
 */
record Columns(List<String> heads, List<JsonPointer> pointers) {

	private static final int MAX_COLUMNS = 18;

	private static final int MAX_PARTS = 12;

	static Columns of(List<JsonNode> rows) {
		Set<String> names = new LinkedHashSet<>();
		rows.forEach((row) -> names.addAll(row.propertyNames()));
		Columns columns = new Columns(new ArrayList<>(), new ArrayList<>());
		for (String name : names) {
			List<String> parts = parts(rows, name);
			JsonPointer pointer = JsonPointer.empty().appendProperty(name);
			if (parts.isEmpty()) {
				columns.add(name, pointer);
			}
			parts.forEach((part) -> columns.add(name + "." + part, pointer.appendProperty(part)));
		}
		return columns;
	}

	private void add(String head, JsonPointer pointer) {
		if (this.heads.size() < MAX_COLUMNS) {
			this.heads.add(head);
			this.pointers.add(pointer);
		}
	}

	private static List<String> parts(List<JsonNode> rows, String name) {
		List<String> parts = List.of();
		for (JsonNode row : rows) {
			JsonNode value = row.path(name);
			if (value.isNull() || value.isMissingNode()) {
				continue;
			}
			List<String> own = List.copyOf(value.propertyNames());
			if (!value.isObject() || own.isEmpty() || own.size() > MAX_PARTS
					|| !value.valueStream().allMatch(JsonNode::isValueNode)
					|| (!parts.isEmpty() && !parts.equals(own))) {
				return List.of();
			}
			parts = own;
		}
		return parts;
	}

}
