package io.windhover.convert;

import java.util.regex.Pattern;

/**
 * The names of things.
 */
final class Ids {

	private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

	private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,149}");

	private Ids() {
	}

	static String id(Draft draft, Source value) {
		return matching(Values.fixed(draft, value), ID, "has more than letters, digits, '_' and '-'");
	}

	static String namespace(Draft draft, Source value) {
		return matching(Values.fixed(draft, value), NAMESPACE,
				"has more than lower case letters, digits, '.', '_' and '-'");
	}

	private static String matching(String text, Pattern pattern, String otherwise) {
		if (!pattern.matcher(text).matches()) {
			throw new Unsupported("'%s' %s".formatted(text, otherwise), "give it another name, and all that name it");
		}
		return text;
	}

}
