package io.windhover.api.execution;

import java.util.List;

import io.windhover.api.web.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The labels by which executions are looked for.
 */
final class LabelFilter {

	private LabelFilter() {
	}

	/**
	 * The labels, each of the form {@code key=value}, which fails with a problem when one
	 * is not.
	 */
	static List<String> require(String field, String @Nullable ... labels) {
		if (labels == null) {
			return List.of();
		}
		for (String label : labels) {
			if (label == null || label.indexOf('=') < 1) {
				throw Problems.badRequest(field, "The label '%s' has no key or no value.".formatted(label),
						"Give each label as key=value, such as team=sales.");
			}
		}
		return List.of(labels);
	}

}
