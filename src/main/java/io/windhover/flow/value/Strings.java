package io.windhover.flow.value;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The strings of a value, however deep in its maps and lists; keys are not among them.
 */
public final class Strings {

	private Strings() {
	}

	/**
	 * The strings in their order; none for null, a number or a boolean.
	 */
	public static Stream<String> in(@Nullable Object value) {
		if (value instanceof String text) {
			return Stream.of(text);
		}
		Collection<?> inner = (value instanceof Map<?, ?> map) ? map.values()
				: (value instanceof Collection<?> list) ? list : null;
		return (inner != null) ? inner.stream().flatMap(Strings::in) : Stream.empty();
	}

}
