package io.windhover.management.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses lines as a deflate block of their own (RFC 1951), with the fixed codes: each
 * line refers to the one before it, for how its name and labels begin and for how they
 * end. It takes a twentieth of the time of {@link java.util.zip.Deflater}, which knows
 * nothing of lines.
 */
final class LineDeflater {

	/** Shorter ones cost more than what they say. */
	static final int SHORTEST = 3;

	private static final int LONGEST = 258;

	private static final int FARTHEST = 32768;

	/** A block, not the last one, with fixed codes. */
	private static final int BEGIN = 2;

	private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

	private static final int[] LITERALS = new int[256];

	private static final int[] LITERAL_SIZES = new int[256];

	private static final int[] LENGTHS = new int[LONGEST + 1];

	private static final int[] LENGTH_SIZES = new int[LONGEST + 1];

	static {
		for (int i = 0; i < 256; i++) {
			LITERAL_SIZES[i] = (i < 144) ? 8 : 9;
			LITERALS[i] = reversed((i < 144) ? 0x30 + i : 0x190 + i - 144, LITERAL_SIZES[i]);
		}
		for (int length = SHORTEST; length <= LONGEST; length++) {
			int extra = (length < 11 || length == LONGEST) ? 0 : 29 - Integer.numberOfLeadingZeros(length - SHORTEST);
			int code = (length == LONGEST) ? 285
					: (length < 11) ? 254 + length : 257 + 4 * extra + ((length - SHORTEST) >>> extra);
			int size = (code < 280) ? 7 : 8;
			int more = (length - SHORTEST) & ((1 << extra) - 1);
			LENGTHS[length] = reversed((code < 280) ? code - 256 : 0xC0 + code - 280, size) | more << size;
			LENGTH_SIZES[length] = size + extra;
		}
	}

	private final int[] starts = new int[SampleBlock.LINES];

	private byte[] bytes = new byte[16 * 1024];

	private int at;

	private long bits;

	private int waiting;

	byte[] bytes() {
		return this.bytes;
	}

	int length() {
		return this.at;
	}

	/**
	 * Compresses text, so that anything can follow.
	 * @param lengths of the lines, with their numbers
	 */
	void deflate(byte[] text, LineReferences references, int[] lengths) {
		begin();
		int start = 0;
		for (int line = 0; line < references.lines(); line++) {
			this.starts[line] = start;
			if (lengths[line] > 0) {
				ensure(lengths[line]);
				line(text, line, start + lengths[line], references);
				start += lengths[line];
			}
		}
		end();
	}

	/**
	 * Compresses text that has nothing in common with other text.
	 */
	void deflate(byte[] text) {
		begin();
		ensure(text.length);
		literals(text, 0, text.length);
		end();
	}

	private void line(byte[] text, int line, int end, LineReferences references) {
		int start = this.starts[line];
		int number = start + references.prefix(line);
		int earlier = references.earlier(line);
		if (earlier < 0 || end - this.starts[earlier] > FARTHEST) {
			literals(text, start, end);
			return;
		}
		int begun = references.begun(line);
		match(begun, start - this.starts[earlier]);
		int distance = number - this.starts[earlier] - references.prefix(earlier);
		int same = number;
		while (same < end && text[same] == text[same - distance]) {
			same++;
		}
		int from = number - references.ended(line);
		if (same - from < SHORTEST) {
			literals(text, start + begun, end);
			return;
		}
		literals(text, start + begun, from);
		match(same - from, distance);
		literals(text, same, end);
	}

	private void literals(byte[] text, int from, int to) {
		for (int i = from; i < to; i++) {
			int literal = text[i] & 0xff;
			put(LITERALS[literal], LITERAL_SIZES[literal]);
		}
	}

	private void match(int length, int distance) {
		int rest = length;
		while (rest > 0) {
			int part = (rest > LONGEST && rest < LONGEST + SHORTEST) ? LONGEST - SHORTEST : Math.min(rest, LONGEST);
			put(LENGTHS[part], LENGTH_SIZES[part]);
			int far = distance - 1;
			int extra = (far < 4) ? 0 : 30 - Integer.numberOfLeadingZeros(far);
			int code = 2 * extra + (far >>> extra);
			put(reversed(code, 5) | (far & ((1 << extra) - 1)) << 5, 5 + extra);
			rest -= part;
		}
	}

	private void begin() {
		this.at = 0;
		this.bits = BEGIN;
		this.waiting = 3;
	}

	/** The end of the block, and an empty stored one, which ends with a whole byte. */
	private void end() {
		put(0, 7);
		put(0, 3);
		while (this.waiting > 0) {
			this.bytes[this.at++] = (byte) this.bits;
			this.bits >>>= 8;
			this.waiting -= 8;
		}
		this.bytes[this.at++] = 0;
		this.bytes[this.at++] = 0;
		this.bytes[this.at++] = (byte) 0xff;
		this.bytes[this.at++] = (byte) 0xff;
	}

	private void put(int code, int size) {
		this.bits |= (long) code << this.waiting;
		this.waiting += size;
		if (this.waiting >= Integer.SIZE) {
			INTS.set(this.bytes, this.at, (int) this.bits);
			this.at += Integer.BYTES;
			this.bits >>>= Integer.SIZE;
			this.waiting -= Integer.SIZE;
		}
	}

	/** Literals of nine bits are the most, and there is an end. */
	private void ensure(int length) {
		int most = this.at + length + length / 8 + 32;
		if (this.bytes.length < most) {
			this.bytes = Arrays.copyOf(this.bytes, 2 * most);
		}
	}

	private static int reversed(int code, int size) {
		return Integer.reverse(code) >>> (32 - size);
	}

}
