package io.windhover.monitoring;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The query language of Kibana, as far as the files use it.
 */
final class Kuery {

	private static final Pattern FIELD = Pattern.compile("([\\w@.]+)\\s*:");

	private Kuery() {
	}

	static Set<String> fields(String query) {
		return FIELD.matcher(query).results().map((found) -> found.group(1)).collect(Collectors.toSet());
	}

}
