package io.windhover.management.exposition;

import java.util.zip.CRC32;

/**
 * The check sum of text that is put together of parts whose check sums are known, as
 * zlib's {@code crc32_combine} does it.
 */
final class GzipChecksum {

	private static final int POLYNOMIAL = 0xEDB88320;

	private static final int ONE = 1 << 31;

	/** Squares of x, each that of the one before. */
	private static final int[] SQUARES = new int[32];

	static {
		int power = 1 << 30;
		for (int i = 0; i < SQUARES.length; i++) {
			SQUARES[i] = power;
			power = product(power, power);
		}
	}

	private int value;

	private int length;

	/**
	 * Adds a part.
	 * @param shift what {@link #shift(int)} says of its length
	 */
	void add(int checksum, int shift, int length) {
		this.value = product(shift, this.value) ^ checksum;
		this.length += length;
	}

	void add(byte[] text, int length) {
		CRC32 crc = new CRC32();
		crc.update(text, 0, length);
		add((int) crc.getValue(), shift(length), length);
	}

	int value() {
		return this.value;
	}

	/** Of all parts, modulo 2^32. */
	int length() {
		return this.length;
	}

	/**
	 * What a check sum is multiplied by when so many bytes follow.
	 */
	static int shift(int bytes) {
		int power = ONE;
		int square = 3; // of a byte
		for (int rest = bytes; rest != 0; rest >>>= 1) {
			if ((rest & 1) != 0) {
				power = product(SQUARES[square & 31], power);
			}
			square++;
		}
		return power;
	}

	private static int product(int one, int other) {
		int sum = 0;
		int factor = other;
		for (int rest = one; rest != 0; rest <<= 1) {
			if (rest < 0) {
				sum ^= factor;
			}
			factor = ((factor & 1) != 0) ? factor >>> 1 ^ POLYNOMIAL : factor >>> 1;
		}
		return sum;
	}

}
