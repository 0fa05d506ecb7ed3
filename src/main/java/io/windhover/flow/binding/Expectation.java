package io.windhover.flow.binding;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.flow.value.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Says what would be right where a value does not fit its type.
 */
final class Expectation {

	private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class, long.class, Long.class, short.class,
			Short.class, byte.class, Byte.class);

	private static final Set<Class<?>> DECIMAL = Set.of(double.class, Double.class, float.class, Float.class,
			BigDecimal.class);

	private Expectation() {
	}

	static String of(Class<?> type, @Nullable Object value) {
		String found = shown(value);
		if (type.isEnum()) {
			List<String> names = Arrays.stream(type.getEnumConstants())
				.map((each) -> ConstantName.of((Enum<?>) each))
				.toList();
			return "%s is none of: %s%s".formatted(found, String.join(", ", names),
					Suggestion.of(String.valueOf(value), names));
		}
		if (type == ZoneId.class) {
			return "%s is not a time zone%s".formatted(found,
					Suggestion.of(String.valueOf(value), ZoneId.getAvailableZoneIds()));
		}
		return "%s is not %s".formatted(found, wanted(type));
	}

	private static String wanted(Class<?> type) {
		if (type == Duration.class) {
			return "a duration; write it as ISO-8601, such as PT30S or PT5M";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "true or false";
		}
		if (WHOLE.contains(type)) {
			return "a whole number";
		}
		if (DECIMAL.contains(type)) {
			return "a number";
		}
		if (Map.class.isAssignableFrom(type) || type.isRecord()) {
			return "a map of names to values";
		}
		if (Collection.class.isAssignableFrom(type)) {
			return "a list; write it as [a, b] or as lines that start with '-'";
		}
		return (type == String.class) ? "text" : "a valid " + type.getSimpleName();
	}

	static String shown(@Nullable Object value) {
		if (value instanceof Map) {
			return "a map";
		}
		if (value instanceof Collection) {
			return "a list";
		}
		return "'%s'".formatted(Excerpt.of(String.valueOf(value)));
	}

}
