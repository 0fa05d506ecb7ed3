package io.windhover.flow.jq;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.windhover.flow.value.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Reads, sets and deletes what lies at a path. A value is never changed: what changes is
 * copied.
 */
final class Paths {

	/** Above, an array would be mostly what nobody set. */
	private static final int MOST_ELEMENTS = 1 << 20;

	private Paths() {
	}

	/** What lies at a name, an index or a slice; null where there is nothing. */
	static @Nullable Object get(JqRun run, @Nullable Object value, @Nullable Object key) {
		if (value instanceof Map<?, ?> map && key instanceof String name) {
			return JqValues.normal(map.get(name));
		}
		if (value instanceof List<?> list && key instanceof Number number) {
			double at = position(list, number);
			return (at >= 0 && at < list.size()) ? JqValues.normal(list.get((int) at)) : null;
		}
		if (key instanceof Map<?, ?> slice) {
			return slice(run, value, slice);
		}
		if (value instanceof List<?> list && key instanceof List<?> wanted) {
			return Texts.indices(run, list, wanted);
		}
		if (value == null && (key instanceof String || key instanceof Number || key == null)) {
			return null;
		}
		throw cannotIndex(value, key);
	}

	/** A negative index counts from the end; no number is one nowhere. */
	private static double position(List<?> list, Number index) {
		double at = Math.floor(index.doubleValue());
		return (at < 0) ? at + list.size() : at;
	}

	private static JqError cannotIndex(@Nullable Object value, @Nullable Object key) {
		return new JqError((key instanceof String name)
				? "Cannot index %s with \"%s\"".formatted(JqValues.type(value), Excerpt.of(name))
				: "Cannot index %s with %s".formatted(JqValues.type(value), JqValues.type(key)));
	}

	private static @Nullable Object slice(JqRun run, @Nullable Object value, Map<?, ?> slice) {
		if (value == null) {
			return null;
		}
		if (value instanceof String text) {
			int length = text.codePointCount(0, text.length());
			int from = from(slice, length);
			int to = Math.max(from, to(slice, length));
			return run.made(text.substring(text.offsetByCodePoints(0, from), text.offsetByCodePoints(0, to)));
		}
		if (value instanceof List<?> list) {
			int from = from(slice, list.size());
			int to = Math.max(from, to(slice, list.size()));
			run.copying(to - from);
			return new ArrayList<>(list.subList(from, to));
		}
		throw new JqError("Cannot index %s with object".formatted(JqValues.type(value)));
	}

	private static int from(Map<?, ?> slice, int length) {
		return bound(slice.get("start"), 0, length, false);
	}

	private static int to(Map<?, ?> slice, int length) {
		return bound(slice.get("end"), length, length, true);
	}

	private static int bound(@Nullable Object given, int otherwise, int length, boolean up) {
		if (given == null) {
			return otherwise;
		}
		if (!(given instanceof Number number)) {
			throw new JqError("Start and end indices of an array slice must be numbers");
		}
		double whole = up ? Math.ceil(number.doubleValue()) : Math.floor(number.doubleValue());
		double at = (whole < 0) ? whole + length : whole;
		return (int) Math.max(0, Math.min(at, length));
	}

	static @Nullable Object getAll(JqRun run, @Nullable Object value, List<?> path) {
		Object at = value;
		for (Object key : path) {
			run.step();
			if (at == null) {
				return null;
			}
			at = get(run, at, JqValues.normal(key));
		}
		return at;
	}

	static @Nullable Object set(JqRun run, @Nullable Object value, List<?> path, @Nullable Object given) {
		run.step();
		if (path.isEmpty()) {
			return given;
		}
		Object key = JqValues.normal(path.get(0));
		List<?> rest = path.subList(1, path.size());
		Object before = (value == null) ? null : get(run, value, key);
		return put(run, value, key, set(run, before, rest, given));
	}

	private static Object put(JqRun run, @Nullable Object value, @Nullable Object key, @Nullable Object given) {
		if (key instanceof String name && (value == null || value instanceof Map<?, ?>)) {
			Map<?, ?> map = (value instanceof Map<?, ?> before) ? before : Map.of();
			run.copying(map.size());
			Map<String, @Nullable Object> copy = JqValues.copy(map);
			copy.put(name, given);
			return copy;
		}
		if (key instanceof Number number && (value == null || value instanceof List<?>)) {
			return put(run, (value instanceof List<?> list) ? list : List.of(), number, given);
		}
		if (key instanceof Map<?, ?> slice && (value == null || value instanceof List<?>)) {
			return replace(run, (value instanceof List<?> list) ? list : List.of(), slice, given);
		}
		throw cannotIndex(value, key);
	}

	private static List<@Nullable Object> put(JqRun run, List<?> list, Number number, @Nullable Object given) {
		double at = position(list, number);
		if (!(at >= 0)) {
			throw new JqError("Out of bounds negative array index");
		}
		if (at >= MOST_ELEMENTS) {
			throw new JqError("Array index too large");
		}
		run.copying(list.size());
		List<@Nullable Object> copy = new ArrayList<>(list);
		for (int i = copy.size(); i <= at; i++) {
			run.grow(1);
			copy.add(null);
		}
		copy.set((int) at, given);
		return copy;
	}

	private static List<@Nullable Object> replace(JqRun run, List<?> list, Map<?, ?> slice, @Nullable Object given) {
		if (!(given instanceof List<?> elements)) {
			throw new JqError("A slice of an array can only be assigned another array");
		}
		int from = from(slice, list.size());
		int to = Math.max(from, to(slice, list.size()));
		run.copying(list.size() + elements.size());
		List<@Nullable Object> copy = new ArrayList<>(list.subList(0, from));
		copy.addAll(elements);
		copy.addAll(list.subList(to, list.size()));
		return copy;
	}

	/** The last paths first, so that none moves what another leads to. */
	static @Nullable Object deleteAll(JqRun run, @Nullable Object value, List<?> paths) {
		List<Object> sorted = new ArrayList<>(paths);
		sorted.sort((one, other) -> JqValues.compare(run, other, one));
		Object left = value;
		for (Object path : sorted) {
			if (!(path instanceof List<?> keys)) {
				throw new JqError("Path must be specified as an array");
			}
			left = delete(run, left, keys);
		}
		return left;
	}

	private static @Nullable Object delete(JqRun run, @Nullable Object value, List<?> path) {
		run.step();
		if (path.isEmpty() || value == null) {
			return null;
		}
		Object key = JqValues.normal(path.get(0));
		if (path.size() > 1) {
			Object inner = get(run, value, key);
			return (inner == null) ? value : put(run, value, key, delete(run, inner, path.subList(1, path.size())));
		}
		if (value instanceof Map<?, ?> map && key instanceof String name) {
			run.copying(map.size());
			Map<String, @Nullable Object> copy = JqValues.copy(map);
			copy.remove(name);
			return copy;
		}
		if (value instanceof List<?> list && key instanceof Number number) {
			double at = position(list, number);
			if (!(at >= 0 && at < list.size())) {
				return value;
			}
			return replace(run, list, Map.of("start", at, "end", at + 1), List.of());
		}
		if (value instanceof List<?> list && key instanceof Map<?, ?> slice) {
			return replace(run, list, slice, List.of());
		}
		throw new JqError("Cannot delete field at %s index of %s"
			.formatted((key instanceof String) ? "object" : "array", JqValues.type(value)));
	}

}
