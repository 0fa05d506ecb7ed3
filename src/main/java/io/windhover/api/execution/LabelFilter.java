package io.windhover.api.execution;

import java.util.List;

import io.windhover.api.web.Problems;
import org.jspecify.annotations.Nullable;

/**
 * The labels by which executions are looked for.
 */
public final class LabelFilter {

	/** More than anybody asks for, and less than any repository takes. */
	private static final int MOST = 20;

	private LabelFilter() {
	}

	/**
	 * The labels, each of the form {@code key=value}, which fails with a problem when one
	 * is not.
	 */
	public static List<String> require(String field, String @Nullable ... labels) {
		if (labels == null) {
			return List.of();
		}
		if (labels.length > MOST) {
			throw Problems.badRequest(field, "%d labels are given.".formatted(labels.length),
					"Give at most %d.".formatted(MOST));
		}
		for (String label : labels) {
			if (label == null || label.indexOf('=') < 1) {
				throw Problems.badRequest(field, "The label '%s' is not of the form key=value.".formatted(label),
						"Give each label as key=value, such as team=sales.");
			}
		}
		return List.of(labels);
	}

}
