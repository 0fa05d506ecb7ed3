package io.windhover.flow.jq;

import org.jspecify.annotations.Nullable;

/**
 * An error of a program, which the program itself may catch. Its value is what
 * {@code catch} sees: a text, or what was given to {@code error}.
 */
@SuppressWarnings("serial") // never leaves the thread
final class JqError extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final transient @Nullable Object value;

	JqError(@Nullable Object value) {
		super(null, null, false, false);
		this.value = value;
	}

	@Nullable Object value() {
		return this.value;
	}

	/** For who reads it outside of the program. */
	String message() {
		if (this.value instanceof String text) {
			return text;
		}
		return "%s (not a string)".formatted(JqValues.named(this.value));
	}

}
