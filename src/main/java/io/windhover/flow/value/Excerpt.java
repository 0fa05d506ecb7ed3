package io.windhover.flow.value;

/**
 * The beginning of a text from outside, short enough for a message.
 */
public final class Excerpt {

	private static final int LONGEST = 100;

	private Excerpt() {
	}

	/**
	 * The first 100 characters of a text, and an ellipsis if there are more.
	 */
	public static String of(String text) {
		if (text.length() <= LONGEST) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
		return text.substring(0, end) + "…";
	}

}
