package io.windhover.management.exposition;

import java.nio.charset.StandardCharsets;

/**
 * Writes the numbers of samples, most of them without an object. A whole number comes as
 * itself, any other as the bits of a double.
 */
enum SampleNumber {

	/** A count. */
	WHOLE {
		@Override
		int write(long value, byte[] to, int at) {
			return digits(value, to, at);
		}
	},
	/** The bits of any number. */
	ANY {
		@Override
		int write(long value, byte[] to, int at) {
			return number(Double.longBitsToDouble(value), to, at);
		}
	},
	/**
	 * Nanoseconds, written as seconds with all digits, so that lines keep their length.
	 */
	NANOSECONDS {
		@Override
		int write(long value, byte[] to, int at) {
			if (value < 0) {
				to[at] = '-'; // a sum that has overflowed
				return write(-value, to, at + 1);
			}
			int end = digits(value / BILLION, to, at);
			if (value == 0) {
				return fraction(0, 1, to, end);
			}
			to[end] = '.';
			return fill(value % BILLION, to, end + 1, end + 10);
		}
	};

	/** As many characters as a number has at most. */
	static final int ROOM = 32;

	private static final int THOUSAND = 1_000;

	private static final int BILLION = 1_000_000_000;

	/** As many significant digits as tell any two numbers apart. */
	private static final int SIGNIFICANT = 17;

	/** Up to here all whole numbers are exact. */
	private static final double EXACT = 1L << 53;

	/** From here on a fraction is a whole number of the 2^60th part. */
	private static final double SMALL = 0x1p-8;

	private static final double PARTS = 0x1p60;

	private static final long BELOW_ONE = (1L << 60) - 1;

	private static final byte[] NOT_A_NUMBER = "NaN".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] INFINITE = "+Inf".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] BELOW_ALL = "-Inf".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] TWO_DIGITS = new byte[200];

	static {
		for (int i = 0; i < TWO_DIGITS.length; i++) {
			TWO_DIGITS[i] = (byte) ('0' + ((i % 2 == 0) ? i / 20 : i / 2 % 10));
		}
	}

	/**
	 * Writes a number.
	 * @return the index behind it
	 */
	abstract int write(long value, byte[] to, int at);

	private static int number(double value, byte[] to, int at) {
		if (!Double.isFinite(value)) {
			return copy(Double.isNaN(value) ? NOT_A_NUMBER : (value > 0) ? INFINITE : BELOW_ALL, to, at);
		}
		if (value < 0) {
			to[at] = '-';
			return positive(-value, to, at + 1);
		}
		return positive(value, to, at);
	}

	private static int positive(double value, byte[] to, int at) {
		long whole = (long) value;
		if (whole == value && value < EXACT) {
			int end = digits(whole, to, at);
			to[end] = '.';
			to[end + 1] = '0';
			return end + 2;
		}
		if (value < SMALL || value >= EXACT) {
			return copy(Double.toString(value).getBytes(StandardCharsets.US_ASCII), to, at);
		}
		if (isWhole(value, THOUSAND)) {
			return fraction((long) (value * THOUSAND) % THOUSAND, 3, to, digits(whole, to, at));
		}
		if (isWhole(value, BILLION)) {
			return fraction((long) (value * BILLION) % BILLION, 9, to, digits(whole, to, at));
		}
		return exact(whole, (long) ((value - whole) * PARTS), to, at);
	}

	/** Whether a number is that of so many parts of one. */
	private static boolean isWhole(double value, int parts) {
		double counted = value * parts;
		return counted < EXACT && counted == Math.rint(counted) && counted / parts == value;
	}

	/** Enough digits of the fraction to be read back as the same number. */
	private static int exact(long whole, long fraction, byte[] to, int at) {
		int places = 0;
		long digits = 0;
		int significant = (whole > 0) ? length(whole) : 0;
		long rest = fraction;
		while (significant < SIGNIFICANT) {
			rest *= 10;
			digits = digits * 10 + (rest >>> 60);
			rest &= BELOW_ONE;
			places++;
			if (digits > 0 || whole > 0) {
				significant++;
			}
		}
		if (rest > BELOW_ONE / 2) {
			digits++;
		}
		return (length(digits) > places) ? fraction(0, 1, to, digits(whole + 1, to, at))
				: fraction(digits, places, to, digits(whole, to, at));
	}

	/** The point and what is behind it, without zeros at the end. */
	private static int fraction(long digits, int places, byte[] to, int at) {
		long rest = digits;
		int shown = places;
		while (shown > 1 && rest % 10 == 0) {
			rest /= 10;
			shown--;
		}
		to[at] = '.';
		return fill(rest, to, at + 1, at + 1 + shown);
	}

	private static int digits(long value, byte[] to, int at) {
		return fill(value, to, at, at + length(value));
	}

	/** The last digits of a number, two at a time. */
	private static int fill(long value, byte[] to, int from, int end) {
		long rest = value;
		int at = end;
		while (at - from >= 2) {
			int two = (int) (rest % 100) * 2;
			rest /= 100;
			to[--at] = TWO_DIGITS[two + 1];
			to[--at] = TWO_DIGITS[two];
		}
		if (at > from) {
			to[from] = (byte) ('0' + rest % 10);
		}
		return end;
	}

	private static int length(long value) {
		int length = 1;
		for (long most = 10; length < 19 && value >= most; most *= 10) {
			length++;
		}
		return length;
	}

	private static int copy(byte[] bytes, byte[] to, int at) {
		System.arraycopy(bytes, 0, to, at, bytes.length);
		return at + bytes.length;
	}

}
