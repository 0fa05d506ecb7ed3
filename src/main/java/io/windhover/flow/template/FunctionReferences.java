package io.windhover.flow.template;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.windhover.flow.value.Strings;
import org.jspecify.annotations.Nullable;

/**
 * Which functions a value calls in its templates, filters left out.
 */
public final class FunctionReferences {

	private static final Pattern CALL = Pattern.compile("(?<![\\w.])(?<!\\|\\s{0,9})([A-Za-z_]\\w*)\\s*\\(");

	private FunctionReferences() {
	}

	/**
	 * Looks through every string of a value, however deep.
	 */
	public static Set<String> in(@Nullable Object value) {
		return Strings.in(value)
			.flatMap((text) -> NamedReferences.TEMPLATE.matcher(text).results())
			.flatMap((template) -> CALL.matcher(template.group()).results())
			.map((call) -> call.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
	}

}
