package io.windhover.flow.binding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Takes out of values the texts whose final value is not known yet, and remembers where
 * they were.
 */
class Deferred {

	private final Predicate<String> isDeferred;

	private final List<Path> paths = new ArrayList<>();

	Deferred(Predicate<String> isDeferred) {
		this.isDeferred = isDeferred;
	}

	/**
	 * The value without what is deferred; null when nothing is left of it.
	 * @param keepsNulls whether a null within it is a value, as in JSON
	 */
	@Nullable Object without(@Nullable Object value, Path path, boolean keepsNulls) {
		if (value instanceof String text && this.isDeferred.test(text)) {
			this.paths.add(path);
			return null;
		}
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> rest = new LinkedHashMap<>();
			map.forEach((key, each) -> {
				Object left = without(each, path.child(String.valueOf(key)), keepsNulls);
				if (left != null || (keepsNulls && each == null)) {
					rest.put(String.valueOf(key), left);
				}
			});
			return rest;
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> rest = new ArrayList<>();
			for (int i = 0; i < list.size(); i++) {
				Object left = without(list.get(i), path.child(i), keepsNulls);
				if (left != null || (keepsNulls && list.get(i) == null)) {
					rest.add(left);
				}
			}
			return rest;
		}
		return value;
	}

	List<Path> paths() {
		return this.paths;
	}

}
