package io.windhover.flow.value;

import java.math.BigDecimal;

/**
 * Numbers from outside, of which a few characters may stand for billions of digits.
 */
public final class Numbers {

	/** Characters of a number as text, digits of one that is read. */
	public static final int LONGEST = 100;

	/** Digits of the longest number that may fit a long. */
	private static final int LONGEST_LONG = 19;

	private Numbers() {
	}

	/**
	 * Returns the text of a number if it is short enough to be parsed.
	 * @throws NumberFormatException when it is too long
	 */
	public static String parseable(String text) {
		if (text.length() > LONGEST) {
			throw new NumberFormatException("more than %d characters".formatted(LONGEST));
		}
		return text;
	}

	/**
	 * The whole number of a text, an {@link Integer} if it fits and a {@link Long}
	 * otherwise; 5.0 is one too.
	 * @throws NumberFormatException when the text is not a number
	 * @throws ArithmeticException when it is not whole or does not fit a long
	 */
	public static Number whole(String text) {
		BigDecimal number = new BigDecimal(parseable(text));
		if ((long) number.precision() - number.scale() > LONGEST_LONG) {
			throw new ArithmeticException("too large"); // all digits of 1e999999999
		}
		long exact = number.longValueExact();
		return (exact == (int) exact) ? (Number) (int) exact : (Number) exact;
	}

	/**
	 * The number of a text.
	 * @throws NumberFormatException when the text is not a number
	 * @throws TooLargeException when JSON has no such number
	 */
	public static Double finite(String text) {
		double number = Double.parseDouble(parseable(text));
		if (Double.isNaN(number)) {
			throw new NumberFormatException("not a number");
		}
		if (Double.isInfinite(number)) {
			throw new TooLargeException();
		}
		return number;
	}

	/**
	 * Whether a number has few enough digits to be written out.
	 */
	public static boolean isShort(BigDecimal number) {
		return number.precision() <= LONGEST && Math.abs((long) number.scale()) <= LONGEST;
	}

	/**
	 * A number that is larger than any that JSON has.
	 */
	public static final class TooLargeException extends ArithmeticException {

		private static final long serialVersionUID = 1L;

		TooLargeException() {
			super("JSON has no such number");
		}

	}

}
