package io.windhover.flow.jq;

import org.jspecify.annotations.Nullable;

/**
 * A value on its way through a program.
 *
 * @param trail null where nobody asks for the path
 */
record Item(@Nullable Object value, @Nullable Trail trail) {

	static Item of(@Nullable Object value) {
		return new Item(value, null);
	}

	/** The same value, whose path is not asked for. */
	Item plain() {
		return (this.trail == null) ? this : of(this.value);
	}

	/** What was computed from it, and so lies at no path. */
	Item computed(@Nullable Object result) {
		return new Item(result, (this.trail == null) ? null : Trail.NONE);
	}

	/** What lies in it. */
	Item child(@Nullable Object key, @Nullable Object result) {
		if (Trail.NONE.equals(this.trail)) {
			throw new JqError("Invalid path expression with result " + JqValues.named(this.value));
		}
		return new Item(result, (this.trail == null) ? null : new Trail(this.trail, key));
	}

}
