package io.windhover.convert;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A value with the lines of comments above it.
 *
 * @param comments each begins with #
 */
public record Commented(List<String> comments, @Nullable Object value) {

	/**
	 * Adds comments to a value, which is returned as it is if there are none.
	 */
	public static @Nullable Object of(List<String> comments, @Nullable Object value) {
		return comments.isEmpty() ? value : new Commented(comments, value);
	}

	/**
	 * The value without its comments; any other value is returned as it is.
	 */
	public static @Nullable Object bare(@Nullable Object value) {
		return (value instanceof Commented commented) ? commented.value() : value;
	}

}
