package io.windhover.flow.jq;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a value was reached from the input of {@code path(...)}.
 *
 * @param parent null for the first
 * @param key a name, an index or a slice
 */
record Trail(@Nullable Trail parent, @Nullable Object key) {

	/** The input itself. */
	static final Trail ROOT = new Trail(null, null);

	/** Of a value that was computed, and lies at no path. */
	static final Trail NONE = new Trail(null, "");

	/** The keys from the input on. */
	List<@Nullable Object> keys() {
		List<@Nullable Object> keys = new ArrayList<>();
		for (Trail each = this; each.parent != null; each = each.parent) {
			keys.add(each.key);
		}
		Collections.reverse(keys);
		return keys;
	}

}
