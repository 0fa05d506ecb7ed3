package io.windhover.flow.jq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.windhover.flow.value.Numbers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * The values of jq: null, truth, numbers, texts, arrays and objects, as the manual orders
 * and names them. Objects keep the order in which their names were given.
 */
final class JqValues {

	private static final JsonMapper JSON = JsonMapper.builder()
		.addModule(new SimpleModule().addSerializer(Double.class, new FiniteNumber()))
		.build();

	/** Above, neighbours of a double are more than one apart. */
	private static final double MOST_EXACT = 1L << 53;

	/** Of the densest JSON, about. */
	private static final int CHARACTERS_PER_VALUE = 4;

	private JqValues() {
	}

	/** What a value of a template is in jq. */
	static @Nullable Object normal(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof Number || value instanceof Boolean
				|| value instanceof List<?>) {
			return value;
		}
		if (value instanceof Map<?, ?> map) {
			return (map.isEmpty() || map.keySet().iterator().next() instanceof String) ? map : copy(map);
		}
		if (value instanceof Collection<?> collection) {
			return new ArrayList<>(collection);
		}
		return (value instanceof Object[] array) ? Arrays.asList(array) : value.toString();
	}

	static String type(@Nullable Object value) {
		if (value == null) {
			return "null";
		}
		return (value instanceof Boolean) ? "boolean" : (value instanceof Number) ? "number"
				: (value instanceof String) ? "string" : (value instanceof List<?>) ? "array" : "object";
	}

	/** Neither null nor false. */
	static boolean truth(@Nullable Object value) {
		return value != null && !Boolean.FALSE.equals(value);
	}

	/**
	 * With its type, and without what a text, an array or an object holds: part of a
	 * secret would not be masked.
	 */
	static String named(@Nullable Object value) {
		boolean isSmall = value instanceof Number || value instanceof Boolean;
		return isSmall ? "%s (%s)".formatted(type(value), value) : type(value);
	}

	/** Looks at each value in it before, as writing cannot be stopped within. */
	static String json(JqRun run, @Nullable Object value) {
		try {
			measured(run, value, 0);
			return run.made(JSON.writeValueAsString(value));
		}
		catch (JacksonException ex) {
			throw new JqError(type(value) + " cannot be written as JSON");
		}
	}

	/** Characters so far, about. */
	private static long measured(JqRun run, @Nullable Object value, long before) {
		run.step();
		long characters = before + 2;
		if (value instanceof String text) {
			characters += text.length();
		}
		else if (value instanceof List<?> list) {
			for (Object each : list) {
				characters = measured(run, each, characters);
			}
		}
		else if (value instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> each : map.entrySet()) {
				characters = measured(run, each.getValue(), characters + String.valueOf(each.getKey()).length());
			}
		}
		run.length(characters);
		return characters;
	}

	static @Nullable Object fromJson(JqRun run, String text) {
		run.grow(1L + text.length() / CHARACTERS_PER_VALUE);
		try {
			return JSON.readValue(text, Object.class);
		}
		catch (JacksonException ex) {
			throw new JqError("string is not JSON at line %d, column %d".formatted(ex.getLocation().getLineNr(),
					ex.getLocation().getColumnNr()));
		}
	}

	/** JSON has no number for it. */
	static @Nullable Object finite(@Nullable Object value) {
		if (value instanceof Double number && number.isNaN()) {
			return null;
		}
		if (value instanceof Double number && number.isInfinite()) {
			return Math.copySign(Double.MAX_VALUE, number);
		}
		return value;
	}

	static boolean equal(JqRun run, @Nullable Object one, @Nullable Object other) {
		return compare(run, one, other) == 0 && !isNan(one);
	}

	static boolean isNan(@Nullable Object value) {
		return value instanceof Double number && number.isNaN();
	}

	/** By type first: null, false, true, numbers, texts, arrays, objects. */
	static int compare(JqRun run, @Nullable Object left, @Nullable Object right) {
		run.step();
		Object one = normal(left);
		Object other = normal(right);
		int types = Integer.compare(order(one), order(other));
		if (types != 0) {
			return types;
		}
		if (one instanceof Number number && other instanceof Number another) {
			return compare(number, another);
		}
		if (one instanceof String text && other instanceof String another) {
			return compare(text, another);
		}
		if (one instanceof List<?> list && other instanceof List<?> another) {
			return compare(run, list, another);
		}
		return (one instanceof Map<?, ?> map && other instanceof Map<?, ?> another) ? compare(run, map, another) : 0;
	}

	private static int order(@Nullable Object value) {
		return (value == null) ? 0 : Boolean.FALSE.equals(value) ? 1 : Boolean.TRUE.equals(value) ? 2
				: (value instanceof Number) ? 3 : (value instanceof String) ? 4 : (value instanceof List<?>) ? 5 : 6;
	}

	private static int compare(Number one, Number other) {
		if (isLong(one) && isLong(other)) {
			return Long.compare(one.longValue(), other.longValue());
		}
		double left = one.doubleValue();
		double right = other.doubleValue();
		if (Double.isNaN(left) || Double.isNaN(right)) {
			// below all numbers
			return Boolean.compare(!Double.isNaN(left), !Double.isNaN(right));
		}
		return (left < right) ? -1 : (left == right) ? 0 : 1;
	}

	/** By code points, where String compares halves of them. */
	private static int compare(String one, String other) {
		for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
			if (one.charAt(i) != other.charAt(i)) {
				return Integer.compare(ordered(one.charAt(i)), ordered(other.charAt(i)));
			}
		}
		return Integer.compare(one.length(), other.length());
	}

	/** Halves of a code point above all that are whole. */
	private static int ordered(char character) {
		return Character.isSurrogate(character) ? character + Character.MAX_VALUE : character;
	}

	private static int compare(JqRun run, List<?> one, List<?> other) {
		for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
			int compared = compare(run, one.get(i), other.get(i));
			if (compared != 0) {
				return compared;
			}
		}
		return Integer.compare(one.size(), other.size());
	}

	private static int compare(JqRun run, Map<?, ?> one, Map<?, ?> other) {
		List<String> names = names(run, one);
		int compared = compare(run, names, names(run, other));
		for (int i = 0; i < names.size() && compared == 0; i++) {
			compared = compare(run, one.get(names.get(i)), other.get(names.get(i)));
		}
		return compared;
	}

	/** Sorted, as {@code keys} has them. */
	static List<String> names(JqRun run, Map<?, ?> map) {
		return map.keySet().stream().map(String::valueOf).sorted((one, other) -> {
			run.step();
			return compare(one, other);
		}).toList();
	}

	static boolean isLong(Number number) {
		return number instanceof Integer || number instanceof Long || number instanceof Short || number instanceof Byte;
	}

	/** A whole number as such, where a double has it exactly. */
	static Number number(double value) {
		return (value == Math.rint(value) && Math.abs(value) < MOST_EXACT) ? whole((long) value) : (Number) value;
	}

	static Number whole(long value) {
		return (value == (int) value) ? (Number) (int) value : (Number) value;
	}

	/** For functions of numbers. */
	static double asDouble(@Nullable Object value) {
		if (value instanceof Number number) {
			return number.doubleValue();
		}
		throw new JqError(named(value) + " number required");
	}

	/** {@code one operator other} for the operators that compute. */
	static @Nullable Object compute(JqRun run, String operator, @Nullable Object one, @Nullable Object other) {
		if (one instanceof Number left && other instanceof Number right) {
			return compute(operator, left, right);
		}
		return switch (operator) {
			case "+" -> add(run, one, other);
			case "-" -> subtract(run, one, other);
			case "*" -> multiply(run, one, other);
			case "/" -> (one instanceof String text && other instanceof String separator)
					? Texts.split(run, text, separator) : fail(one, other, "divided");
			default -> fail(one, other, "divided (remainder)");
		};
	}

	private static Number compute(String operator, Number left, Number right) {
		boolean exact = isLong(left) && isLong(right);
		double one = left.doubleValue();
		double other = right.doubleValue();
		try {
			return switch (operator) {
				case "+" -> exact ? whole(Math.addExact(left.longValue(), right.longValue())) : number(one + other);
				case "-" ->
					exact ? whole(Math.subtractExact(left.longValue(), right.longValue())) : number(one - other);
				case "*" ->
					exact ? whole(Math.multiplyExact(left.longValue(), right.longValue())) : number(one * other);
				case "/" -> divide(left, right);
				default -> remainder(left, right);
			};
		}
		catch (ArithmeticException ex) {
			return operator.equals("+") ? one + other : operator.equals("-") ? one - other : one * other;
		}
	}

	private static Number divide(Number one, Number other) {
		if (other.doubleValue() == 0) {
			throw new JqError(
					"%s and %s cannot be divided because the divisor is zero".formatted(named(one), named(other)));
		}
		return number(one.doubleValue() / other.doubleValue());
	}

	/** Of whole numbers: a fraction is cut off before. */
	private static Number remainder(Number one, Number other) {
		if (Double.isNaN(one.doubleValue()) || Double.isNaN(other.doubleValue())) {
			return Double.NaN;
		}
		long divisor = other.longValue();
		if (divisor == 0) {
			throw new JqError("%s and %s cannot be divided (remainder) because the divisor is zero"
				.formatted(named(one), named(other)));
		}
		long rest = Math.abs(one.longValue() % Math.max(divisor, -Long.MAX_VALUE));
		return whole((one.longValue() < 0) ? -rest : rest);
	}

	private static @Nullable Object add(JqRun run, @Nullable Object one, @Nullable Object other) {
		if (one == null || other == null) {
			return (one == null) ? other : one;
		}
		if (one instanceof String text && other instanceof String more) {
			return run.joined(text, more);
		}
		if (one instanceof List<?> list && other instanceof List<?> more) {
			run.copying(list.size() + more.size());
			List<@Nullable Object> all = new ArrayList<>(list);
			all.addAll(more);
			return all;
		}
		if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> more) {
			run.copying(map.size() + more.size());
			Map<String, @Nullable Object> all = copy(map);
			more.forEach((name, value) -> all.put(String.valueOf(name), value));
			return all;
		}
		return fail(one, other, "added");
	}

	private static @Nullable Object subtract(JqRun run, @Nullable Object one, @Nullable Object other) {
		if (one instanceof List<?> list && other instanceof List<?> without) {
			List<@Nullable Object> rest = new ArrayList<>();
			for (Object each : list) {
				if (without.stream().noneMatch((removed) -> equal(run, each, removed))) {
					run.grow(1);
					rest.add(each);
				}
			}
			return rest;
		}
		return fail(one, other, "subtracted");
	}

	private static @Nullable Object multiply(JqRun run, @Nullable Object one, @Nullable Object other) {
		if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> more) {
			return merge(run, map, more);
		}
		Object text = (one instanceof String) ? one : other;
		Object times = (one instanceof String) ? other : one;
		if (text instanceof String repeated && times instanceof Number number) {
			double count = number.doubleValue();
			if (!(count > 0)) {
				return null;
			}
			int whole = (int) Math.max(1, Math.min(count, Integer.MAX_VALUE));
			run.length((long) repeated.length() * whole);
			return run.made(repeated.repeat(whole));
		}
		return fail(one, other, "multiplied");
	}

	private static Map<String, @Nullable Object> merge(JqRun run, Map<?, ?> one, Map<?, ?> other) {
		run.copying(one.size() + other.size());
		Map<String, @Nullable Object> merged = copy(one);
		other.forEach((name, value) -> {
			run.step();
			Object before = merged.get(String.valueOf(name));
			merged.put(String.valueOf(name), (before instanceof Map<?, ?> map && value instanceof Map<?, ?> more)
					? merge(run, map, more) : value);
		});
		return merged;
	}

	private static @Nullable Object fail(@Nullable Object one, @Nullable Object other, String done) {
		throw new JqError("%s and %s cannot be %s".formatted(named(one), named(other), done));
	}

	static Map<String, @Nullable Object> copy(Map<?, ?> map) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>();
		map.forEach((name, value) -> copy.put(String.valueOf(name), value));
		return copy;
	}

	static Object length(@Nullable Object value) {
		if (value == null) {
			return 0;
		}
		if (value instanceof String text) {
			return text.codePointCount(0, text.length());
		}
		if (value instanceof List<?> list) {
			return list.size();
		}
		if (value instanceof Map<?, ?> map) {
			return map.size();
		}
		if (value instanceof Number number) {
			return absolute(number);
		}
		throw new JqError(named(value) + " has no length");
	}

	static Number absolute(Number number) {
		return isLong(number) ? whole(Math.abs(number.longValue())) : number(Math.abs(number.doubleValue()));
	}

	/** Whether the second value, or all of its parts, are in the first. */
	static boolean contains(JqRun run, @Nullable Object left, @Nullable Object right) {
		run.step();
		Object one = normal(left);
		Object other = normal(right);
		if (one instanceof Map<?, ?> map && other instanceof Map<?, ?> wanted) {
			return wanted.entrySet()
				.stream()
				.allMatch((each) -> map.containsKey(each.getKey())
						&& contains(run, map.get(each.getKey()), each.getValue()));
		}
		if (one instanceof List<?> list && other instanceof List<?> wanted) {
			return wanted.stream()
				.allMatch((each) -> list.stream()
					.anyMatch((has) -> type(normal(has)).equals(type(normal(each))) && contains(run, has, each)));
		}
		if (one instanceof String text && other instanceof String part) {
			return Texts.indexOf(run, text, part, 0) >= 0;
		}
		if (type(one).equals(type(other))) {
			return equal(run, one, other);
		}
		throw new JqError("%s and %s cannot have their containment checked".formatted(named(one), named(other)));
	}

	/** The number that a text is. */
	static Number parse(String text) {
		try {
			String number = Numbers.parseable(text.strip());
			if (!number.matches("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?")) {
				throw new NumberFormatException();
			}
			return number.matches("-?\\d+") ? whole(number) : number(Double.parseDouble(number));
		}
		catch (NumberFormatException ex) {
			throw new JqError("Cannot use %s as a number".formatted(named(text)));
		}
	}

	/** One that fits no long is as near as a double is. */
	private static Number whole(String digits) {
		try {
			return whole(Long.parseLong(digits));
		}
		catch (NumberFormatException ex) {
			return Double.valueOf(digits);
		}
	}

	/** JSON has none that is infinite, and none that is no number. */
	private static final class FiniteNumber extends StdSerializer<Double> {

		FiniteNumber() {
			super(Double.class);
		}

		@Override
		public void serialize(Double value, JsonGenerator generator, SerializationContext context) {
			if (value.isNaN()) {
				generator.writeNull();
			}
			else {
				generator.writeNumber(value.isInfinite() ? Math.copySign(Double.MAX_VALUE, value) : value);
			}
		}

	}

}
