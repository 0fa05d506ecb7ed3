package io.windhover.management.metrics.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * The line of one series in the exposition. Its name and labels are escaped once, and its
 * number is written anew only when it is another one.
 */
final class SampleLine {

	private final DoubleSupplier value;

	private final SampleNumber number;

	private final byte[] bytes;

	private final int start;

	private int length;

	private long written;

	/**
	 * Prepares a line.
	 * @param series its name and labels
	 */
	SampleLine(String series, DoubleSupplier value, SampleNumber number) {
		byte[] prefix = (series + " ").getBytes(StandardCharsets.UTF_8);
		this.bytes = Arrays.copyOf(prefix, prefix.length + SampleNumber.ROOM);
		this.start = prefix.length;
		this.value = value;
		this.number = number;
	}

	/**
	 * Reads the number.
	 * @return how many bytes the line has now
	 */
	int refresh() {
		double now = this.value.getAsDouble();
		long bits = Double.doubleToRawLongBits(now);
		if (this.length == 0 || bits != this.written) {
			int end = this.number.write(now, this.bytes, this.start);
			this.bytes[end] = '\n';
			this.length = end + 1;
			this.written = bits;
		}
		return this.length;
	}

	/**
	 * Copies what was last read.
	 * @return the index behind it
	 */
	int copy(byte[] to, int at) {
		System.arraycopy(this.bytes, 0, to, at, this.length);
		return at + this.length;
	}

}
