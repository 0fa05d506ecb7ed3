package io.windhover.api.flow;

import java.util.Locale;

import io.windhover.flow.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Which flows a list is of.
 *
 * @param namespace null for all
 * @param text that the name or the description has, in any case; null for all
 */
record FlowSelection(@Nullable String namespace, @Nullable String text) {

	boolean passes(Flow flow) {
		return (this.namespace == null || this.namespace.equals(flow.namespace()))
				&& (this.text == null || has(flow.key().toString(), this.text)
						|| (flow.description() != null && has(flow.description(), this.text)));
	}

	private static boolean has(String whole, String part) {
		return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
	}

}
