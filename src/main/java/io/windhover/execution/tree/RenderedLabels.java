package io.windhover.execution.tree;

import java.util.List;
import java.util.Map;

/**
 * Labels that are made of templates: each is a text, or absent where its template comes
 * to null.
 */
public final class RenderedLabels {

	private RenderedLabels() {
	}

	/**
	 * Adds them to others, in place of those of the same names.
	 * @param place how messages name one of them, with {@code %s} for its own name
	 * @throws ExpressionFailure when one is no text
	 */
	public static void add(Map<String, Object> rendered, Map<String, String> labels, String place) {
		rendered.forEach((label, value) -> {
			if (value instanceof Map || value instanceof List) {
				throw new ExpressionFailure("%s is a list or a map, no text".formatted(place.formatted(label)));
			}
			if (value != null) {
				labels.put(label, value.toString());
			}
		});
	}

}
