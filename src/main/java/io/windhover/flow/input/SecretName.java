package io.windhover.flow.input;

import java.util.regex.Pattern;

/**
 * The form of the names of secrets, which are also names of files.
 */
public final class SecretName {

	/** The regular expression of it. */
	public static final String REGEX = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,199}";

	private static final Pattern FORM = Pattern.compile(REGEX);

	private SecretName() {
	}

	/**
	 * Whether the whole of a name matches {@link #REGEX}.
	 */
	public static boolean isValid(String name) {
		return FORM.matcher(name).matches();
	}

}
