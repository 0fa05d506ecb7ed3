package io.windhover.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
	 * The same value with more comments above its own.
	 */
	public Commented after(List<String> more) {
		List<String> all = new ArrayList<>(more);
		all.addAll(this.comments);
		return new Commented(all, this.value);
	}

	/**
	 * All comments within a value, however deep.
	 */
	public static List<String> within(@Nullable Object value) {
		List<String> comments = new ArrayList<>();
		Object bare = bare(value);
		if (value instanceof Commented commented) {
			comments.addAll(commented.comments());
		}
		if (bare instanceof Map<?, ?> map) {
			map.values().forEach((each) -> comments.addAll(within(each)));
		}
		else if (bare instanceof List<?> list) {
			list.forEach((each) -> comments.addAll(within(each)));
		}
		return comments;
	}

	/**
	 * The value without its comments; any other value is returned as it is.
	 */
	public static @Nullable Object bare(@Nullable Object value) {
		return (value instanceof Commented commented) ? commented.value() : value;
	}

}
