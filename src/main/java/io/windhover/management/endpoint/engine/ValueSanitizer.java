package io.windhover.management.endpoint.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;

/**
 * Says whether values are shown, and hides them where they are not, keys and structure
 * left as they are. A value whose key, or the key of what it is in, sounds like a secret
 * is hidden always.
 */
public class ValueSanitizer {

	/** What stands for a value that is hidden. */
	static final String HIDDEN = SanitizableData.SANITIZED_VALUE;

	private final Show show;

	private final Set<String> roles;

	private final Sanitizer sanitizer;

	/**
	 * Prepares.
	 * @param roles any of which may see values when only authorized users may; empty for
	 * all of those
	 * @param functions of the application, which know what sounds like a secret
	 */
	public ValueSanitizer(Show show, Set<String> roles, Collection<SanitizingFunction> functions) {
		this.show = show;
		this.roles = roles;
		this.sanitizer = new Sanitizer(functions);
	}

	boolean areShown(SecurityContext security) {
		return this.show.isShown(security, this.roles);
	}

	@Nullable Object sanitize(Map<String, ?> configuration, boolean shown) {
		return sanitize(List.of(), configuration, shown);
	}

	private @Nullable Object sanitize(List<String> keys, @Nullable Object value, boolean shown) {
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> sanitized = new LinkedHashMap<>();
			map.forEach((key, each) -> {
				List<String> path = new ArrayList<>(keys);
				path.add(String.valueOf(key));
				sanitized.put(String.valueOf(key), sanitize(path, each, shown));
			});
			return sanitized;
		}
		if (value instanceof Collection<?> values) {
			return values.stream().map((each) -> sanitize(keys, each, shown)).toList();
		}
		return (value != null) ? leaf(keys, value, shown) : null;
	}

	private @Nullable Object leaf(List<String> keys, Object value, boolean shown) {
		Object sanitized = value;
		for (String key : keys) {
			sanitized = this.sanitizer.sanitize(new SanitizableData(null, key, sanitized), shown);
		}
		return sanitized;
	}

}
