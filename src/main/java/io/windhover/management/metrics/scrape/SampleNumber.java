package io.windhover.management.metrics.scrape;

import java.nio.charset.StandardCharsets;

/**
 * Writes the numbers of samples as text, for most of them without making objects. What is
 * read back is the same number.
 */
enum SampleNumber {

	/** A count. */
	WHOLE {
		@Override
		int write(double value, byte[] to, int at) {
			return isExact(value) ? digits((long) value, to, at) : text(value, to, at);
		}
	},
	/** Any number. */
	ANY {
		@Override
		int write(double value, byte[] to, int at) {
			if (isExact(value)) {
				return ascii(".0", to, digits((long) value, to, at));
			}
			double thousandths = value * THOUSAND;
			if (isExact(thousandths) && thousandths / THOUSAND == value) {
				return fraction((long) thousandths, THOUSAND, to, at);
			}
			return text(value, to, at);
		}
	},
	/** Nanoseconds, written as seconds. */
	NANOSECONDS {
		@Override
		int write(double value, byte[] to, int at) {
			return isExact(value) ? fraction((long) value, BILLION, to, at) : text(value / BILLION, to, at);
		}
	};

	/** As many characters as a number has at most. */
	static final int ROOM = 32;

	private static final int THOUSAND = 1_000;

	private static final int BILLION = 1_000_000_000;

	/** Up to here all whole numbers are exact. */
	private static final double EXACT = 1L << 53;

	/**
	 * Writes a number.
	 * @return the index behind it
	 */
	abstract int write(double value, byte[] to, int at);

	private static boolean isExact(double value) {
		return value >= 0 && value < EXACT && value == Math.rint(value);
	}

	private static int fraction(long parts, int one, byte[] to, int at) {
		int end = digits(parts / one, to, at);
		to[end++] = '.';
		long rest = parts % one;
		int unit = one / 10;
		do {
			to[end++] = (byte) ('0' + rest / unit);
			rest %= unit;
			unit /= 10;
		}
		while (rest > 0);
		return end;
	}

	private static int digits(long value, byte[] to, int at) {
		int end = at + 1;
		for (long rest = value / 10; rest > 0; rest /= 10) {
			end++;
		}
		long rest = value;
		for (int i = end - 1; i >= at; i--) {
			to[i] = (byte) ('0' + rest % 10);
			rest /= 10;
		}
		return end;
	}

	private static int text(double value, byte[] to, int at) {
		if (Double.isInfinite(value)) {
			return ascii((value > 0) ? "+Inf" : "-Inf", to, at);
		}
		return ascii(Double.toString(value), to, at);
	}

	private static int ascii(String text, byte[] to, int at) {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		System.arraycopy(bytes, 0, to, at, bytes.length);
		return at + bytes.length;
	}

}
