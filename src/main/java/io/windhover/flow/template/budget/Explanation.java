package io.windhover.flow.template.budget;

import java.util.Locale;

import io.pebbletemplates.pebble.error.AttributeNotFoundException;
import io.pebbletemplates.pebble.error.PebbleException;
import io.pebbletemplates.pebble.error.RootAttributeNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Says for people what Pebble says for programmers.
 */
public final class Explanation {

	private Explanation() {
	}

	/**
	 * Explains a failure; an exceeded budget or a missing name takes precedence over
	 * others.
	 */
	public static String of(PebbleException ex) {
		for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof RenderBudget.Exceeded) {
				return String.valueOf(cause.getMessage());
			}
		}
		for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof AttributeNotFoundException missing) {
				return of(missing);
			}
		}
		String line = (ex.getLineNumber() != null && ex.getLineNumber() > 1)
				? " (line %d)".formatted(ex.getLineNumber()) : "";
		return cause(ex) + line;
	}

	private static String cause(PebbleException ex) {
		if (ex instanceof AttributeNotFoundException missing) {
			return missing(missing);
		}
		if (ex.getCause() instanceof ArithmeticException cause
				&& String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).matches(".*(zero|undefined).*")) {
			return "division by zero: what stands after / or % is 0";
		}
		return sentence(ex.getPebbleMessage());
	}

	private static String missing(AttributeNotFoundException ex) {
		String name = ex.getAttributeName();
		if (ex instanceof RootAttributeNotFoundException) {
			return (name != null && !name.isEmpty()) ? "'%s' is not a variable here".formatted(name)
					: sentence(ex.getPebbleMessage());
		}
		return "'%s' is not there; give it another value with ??, such as {{ … ?? 'none' }}".formatted(name);
	}

	private static String sentence(@Nullable String message) {
		if (message != null && message.contains("EOF")) {
			return "it ends too early: close each {{ with }}, each {% with %}, and each tag with its end tag";
		}
		if (message != null && message.startsWith("Could not perform")) {
			return "only numbers can be computed with and compared; a text becomes one by {{ … | number }}";
		}
		return (message != null) ? message.strip().replaceAll("\\.$", "") : "the template is wrong";
	}

}
