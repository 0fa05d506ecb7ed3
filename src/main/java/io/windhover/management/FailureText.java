package io.windhover.management;

/**
 * What a sample says of a part that could not be looked at.
 */
public final class FailureText {

	private FailureText() {
	}

	/**
	 * The kind of a failure and its message, where it has one.
	 */
	public static String of(Throwable cause) {
		String type = cause.getClass().getSimpleName();
		return (cause.getMessage() != null) ? type + ": " + cause.getMessage() : type;
	}

}
