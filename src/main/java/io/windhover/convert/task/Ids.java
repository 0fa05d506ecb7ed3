package io.windhover.convert.task;

import java.util.regex.Pattern;

import io.windhover.convert.KestraSource;
import io.windhover.convert.Unsupported;
import io.windhover.convert.expression.Draft;
import io.windhover.convert.expression.KestraValues;
import io.windhover.flow.FlowKey;

/**
 * The names of things.
 */
public final class Ids {

	private static final Pattern ID = Pattern.compile(FlowKey.ID);

	private static final Pattern NAMESPACE = Pattern.compile(FlowKey.NAMESPACE);

	private Ids() {
	}

	/**
	 * An id without templates.
	 * @throws Unsupported when Windhover does not allow it
	 */
	public static String id(Draft draft, KestraSource value) {
		return matching(KestraValues.fixed(draft, value), ID, "has more than letters, digits, '_' and '-'");
	}

	/**
	 * A namespace without templates.
	 * @throws Unsupported when Windhover does not allow it
	 */
	public static String namespace(Draft draft, KestraSource value) {
		return matching(KestraValues.fixed(draft, value), NAMESPACE,
				"has more than lower case letters, digits, '.', '_' and '-'");
	}

	private static String matching(String text, Pattern pattern, String otherwise) {
		if (!pattern.matcher(text).matches()) {
			throw new Unsupported("'%s' %s".formatted(text, otherwise), "give it another name, and all that name it");
		}
		return text;
	}

}
