package io.windhover.management.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * What one scrape works with. What it has is written out between two blocks, never while
 * one is locked.
 */
final class ScrapeBuffer {

	private static final int FULL = 64 * 1024;

	private final OutputStream out;

	private final long[] numbers = new long[SampleBlock.LINES];

	private final LineDeflater deflater = new LineDeflater();

	private final ExemplarText exemplars = new ExemplarText();

	private final byte[] number = new byte[SampleNumber.ROOM];

	private byte[] scratch = new byte[16 * 1024];

	private byte[] bytes = new byte[2 * FULL];

	private int length;

	ScrapeBuffer(OutputStream out) {
		this.out = out;
	}

	long[] numbers() {
		return this.numbers;
	}

	/** Room for one. */
	byte[] number() {
		return this.number;
	}

	LineDeflater deflater() {
		return this.deflater;
	}

	ExemplarText exemplars() {
		return this.exemplars;
	}

	byte[] scratch(int size) {
		if (this.scratch.length < size) {
			this.scratch = new byte[2 * size];
		}
		return this.scratch;
	}

	void append(byte[] from, int size) {
		if (this.bytes.length < this.length + size) {
			this.bytes = Arrays.copyOf(this.bytes, 2 * (this.length + size));
		}
		System.arraycopy(from, 0, this.bytes, this.length, size);
		this.length += size;
	}

	/** How much waits to be written. */
	int length() {
		return this.length;
	}

	void writeWhenFull() throws IOException {
		if (this.length >= FULL) {
			write();
		}
	}

	void write() throws IOException {
		this.out.write(this.bytes, 0, this.length);
		this.length = 0;
	}

}
