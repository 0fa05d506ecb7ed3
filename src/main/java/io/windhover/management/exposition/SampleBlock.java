package io.windhover.management.exposition;

import java.util.Arrays;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * Some lines of a family: their text, made once, and the numbers in it. Who records marks
 * the block; a scrape writes anew only the numbers that have changed, and compresses anew
 * only a block whose text has. The place of a line that was taken out stays empty, so
 * that what is still recorded for it counts nowhere.
 */
abstract class SampleBlock {

	/** As many as a set of bits has. */
	static final int LINES = 64;

	private final int[] prefixes = new int[LINES];

	private final int[] lengths = new int[LINES];

	private final long[] written = new long[LINES];

	private final ExemplarLines exemplars;

	private byte[] text = {};

	private int length;

	/** Lines so far, with those that are gone. */
	private int used;

	/** The lines that are not gone. */
	private long present;

	private byte[] deflated = {};

	private int deflatedLength;

	private int checksum;

	private int shift;

	private boolean deflatedIsOld = true;

	private @Nullable LineReferences references;

	private volatile boolean marked;

	SampleBlock(ExemplarLines exemplars) {
		this.exemplars = exemplars;
	}

	final ExemplarLines exemplars() {
		return this.exemplars;
	}

	/** Numbers may differ from now on from what is written. */
	final void mark() {
		if (!this.marked) {
			this.marked = true;
		}
	}

	/**
	 * Adds a line.
	 * @param prefix its name and labels, and a space
	 * @return its index
	 */
	final synchronized int add(byte[] prefix, long number) {
		int line = this.used++;
		int most = this.length + prefix.length + SampleNumber.ROOM;
		if (this.text.length < most) {
			this.text = Arrays.copyOf(this.text, most + this.length / 2);
		}
		System.arraycopy(prefix, 0, this.text, this.length, prefix.length);
		int end = number(line).write(number, this.text, this.length + prefix.length);
		this.text[end++] = '\n';
		this.prefixes[line] = prefix.length;
		this.lengths[line] = end - this.length;
		this.written[line] = number;
		this.length = end;
		this.present |= 1L << line;
		this.deflatedIsOld = true;
		this.references = null;
		return line;
	}

	final synchronized void remove(int line) {
		int start = 0;
		for (int i = 0; i < line; i++) {
			start += this.lengths[i];
		}
		int behind = start + this.lengths[line];
		System.arraycopy(this.text, behind, this.text, start, this.length - behind);
		this.length -= this.lengths[line];
		this.lengths[line] = 0;
		this.prefixes[line] = 0;
		this.present &= ~(1L << line);
		this.deflatedIsOld = true;
		this.references = null;
		removed(line);
	}

	final synchronized boolean isEmpty() {
		return this.present == 0;
	}

	final synchronized boolean hasRoomFor(int lines) {
		return this.used + lines <= LINES;
	}

	/** Writes the text as it is now. */
	final void writeText(ScrapeBuffer buffer, boolean openMetrics) {
		int polled = poll(buffer.numbers());
		synchronized (this) {
			refresh(buffer, polled);
			if (openMetrics && this.exemplars.insert(this.text, this.lengths, this.used, buffer.exemplars())) {
				buffer.append(buffer.exemplars().bytes(), buffer.exemplars().length());
			}
			else {
				buffer.append(this.text, this.length);
			}
		}
	}

	/** Writes the text as it is now, compressed. */
	final void writeDeflated(ScrapeBuffer buffer, GzipChecksum sum, boolean openMetrics) {
		int polled = poll(buffer.numbers());
		synchronized (this) {
			refresh(buffer, polled);
			if (openMetrics && this.exemplars.insert(this.text, this.lengths, this.used, buffer.exemplars())) {
				ExemplarText with = buffer.exemplars();
				LineDeflater deflater = buffer.deflater();
				deflater.deflate(with.bytes(), references(), with.lengths());
				buffer.append(deflater.bytes(), deflater.length());
				sum.add(with.bytes(), with.length());
				return;
			}
			if (this.deflatedIsOld) {
				deflate(buffer.deflater());
			}
			buffer.append(this.deflated, this.deflatedLength);
			sum.add(this.checksum, this.shift, this.length);
		}
	}

	private void deflate(LineDeflater deflater) {
		deflater.deflate(this.text, references(), this.lengths);
		this.deflatedLength = deflater.length();
		if (this.deflated.length < this.deflatedLength) {
			this.deflated = new byte[roomy(this.deflatedLength)];
		}
		System.arraycopy(deflater.bytes(), 0, this.deflated, 0, this.deflatedLength);
		CRC32 crc = new CRC32();
		crc.update(this.text, 0, this.length);
		this.checksum = (int) crc.getValue();
		this.shift = GzipChecksum.shift(this.length);
		this.deflatedIsOld = false;
	}

	private LineReferences references() {
		LineReferences known = this.references;
		if (known == null) {
			known = new LineReferences(this.text, this.prefixes, this.lengths, this.used);
			this.references = known;
		}
		return known;
	}

	private void refresh(ScrapeBuffer buffer, int polled) {
		long[] now = buffer.numbers();
		int lines = polled;
		if (this.marked) {
			// first, so that what is recorded from now on marks it again
			this.marked = false;
			lines = this.used;
			read(now, lines);
			this.exemplars.recorded();
		}
		long changed = 0;
		for (int line = 0; line < lines; line++) {
			if (now[line] != this.written[line]) {
				changed |= 1L << line;
			}
		}
		changed &= this.present;
		if (changed != 0) {
			write(changed, now, buffer);
		}
	}

	/** In its place, unless a number has become longer or shorter. */
	private void write(long changed, long[] now, ScrapeBuffer buffer) {
		byte[] number = buffer.number();
		int start = 0;
		for (int line = 0; line < this.used; line++) {
			if ((changed >>> line & 1) != 0) {
				int length = number(line).write(now[line], number, 0);
				if (this.prefixes[line] + length + 1 != this.lengths[line]) {
					rewrite(changed & -1L << line, now,
							buffer.scratch(this.length + (LINES - line) * SampleNumber.ROOM));
					return;
				}
				System.arraycopy(number, 0, this.text, start + this.prefixes[line], length);
				this.written[line] = now[line];
				this.deflatedIsOld = true;
			}
			start += this.lengths[line];
		}
	}

	private void rewrite(long changed, long[] now, byte[] to) {
		int from = 0;
		int before = 0;
		int at = 0;
		for (int line = 0; line < this.used; line++) {
			int next = before + this.lengths[line];
			if ((changed >>> line & 1) != 0) {
				int kept = before + this.prefixes[line] - from;
				System.arraycopy(this.text, from, to, at, kept);
				at += kept;
				int end = number(line).write(now[line], to, at);
				to[end++] = '\n';
				this.lengths[line] = this.prefixes[line] + end - at;
				this.written[line] = now[line];
				at = end;
				from = next;
			}
			before = next;
		}
		System.arraycopy(this.text, from, to, at, before - from);
		keep(to, at + before - from);
	}

	private void keep(byte[] rewritten, int size) {
		if (this.text.length < size) {
			this.text = new byte[roomy(size)];
		}
		System.arraycopy(rewritten, 0, this.text, 0, size);
		this.length = size;
		this.deflatedIsOld = true;
	}

	private static int roomy(int size) {
		return size + size / 16;
	}

	/** What is written in a line. */
	abstract SampleNumber number(int line);

	/** Lets go of what is known of a line. */
	void removed(int line) {
	}

	/** Reads the numbers of the first lines that somebody recorded. */
	void read(long[] to, int lines) {
	}

	/**
	 * Asks for numbers that nobody records, before any lock is taken.
	 * @return of how many lines
	 */
	int poll(long[] to) {
		return 0;
	}

}
