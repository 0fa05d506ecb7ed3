package io.windhover.convert.expression;

import io.windhover.convert.Unsupported;
import org.jspecify.annotations.Nullable;

/**
 * A converted expression, or a part of one.
 *
 * @param text as a template of Windhover has it
 * @param kind what it comes to
 * @param loop where it is the item of a loop and nothing else
 * @param literal where it is a literal text and nothing else
 * @param typed whether it may be a list, a map or a number where Kestra has its JSON text
 */
public record Converted(String text, Kind kind, @Nullable Loop loop, @Nullable String literal, boolean typed) {

	/** Of what is written three times. */
	private static final int LONGEST = 1_000;

	/**
	 * What is known of a value.
	 */
	public enum Kind {

		/** It is true or false. */
		TRUTH,

		/** It is text. */
		TEXT,

		/** It is text, a number or a truth value. */
		SCALAR,

		/** It may be a list or a map as well. */
		ANY;

		Kind or(Kind other) {
			return (this == other) ? this : (this == ANY || other == ANY) ? ANY : SCALAR;
		}

	}

	static Converted of(String text, Kind kind) {
		return new Converted(text, kind, null, null, false);
	}

	/** It as the text that Kestra has, for what works on it further. */
	String exact() {
		if (!this.typed) {
			return this.text;
		}
		String value = this.text.strip();
		if (value.length() > LONGEST) {
			throw new Unsupported("the expression is too long", "compute the value in steps");
		}
		String safe = value.matches("[\\w.\\[\\]']+") ? value : "(" + value + ")";
		return this.text.substring(0, this.text.length() - this.text.stripLeading().length())
				+ "((%1$s is map or %1$s is iterable) ? (%1$s | toJson) : (%1$s ~ ''))".formatted(safe);
	}

}
