package io.windhover.management.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;

/**
 * The lines of a block with the exemplars that some of them have.
 */
final class ExemplarText {

	private static final byte[] BEGIN = " # {".getBytes(StandardCharsets.US_ASCII);

	private static final long MILLISECOND = 1_000_000;

	private final int[] lengths = new int[SampleBlock.LINES];

	private byte[] bytes = new byte[16 * 1024];

	private int length;

	byte[] bytes() {
		return this.bytes;
	}

	int length() {
		return this.length;
	}

	int[] lengths() {
		return this.lengths;
	}

	void clear() {
		this.length = 0;
	}

	void line(int line, byte[] text, int from, int size) {
		append(text, from, size);
		this.lengths[line] = size;
	}

	/**
	 * Adds a line with an exemplar.
	 */
	void line(int line, byte[] text, int from, int size, Exemplar exemplar, double value) {
		int start = this.length;
		append(text, from, size - 1);
		append(BEGIN, 0, BEGIN.length);
		byte[] labels = text(exemplar.getLabels()).getBytes(StandardCharsets.UTF_8);
		append(labels, 0, labels.length);
		ensure(2 * SampleNumber.ROOM);
		this.length = SampleNumber.ANY.write(Double.doubleToRawLongBits(value), this.bytes, this.length);
		if (exemplar.hasTimestamp()) {
			this.bytes[this.length++] = ' ';
			this.length = SampleNumber.NANOSECONDS.write(exemplar.getTimestampMillis() * MILLISECOND, this.bytes,
					this.length);
		}
		this.bytes[this.length++] = '\n';
		this.lengths[line] = this.length - start;
	}

	private static String text(Labels labels) {
		StringBuilder text = new StringBuilder();
		labels.stream()
			.forEach((label) -> text.append((text.length() > 0) ? "," : "")
				.append(label.getName())
				.append("=\"")
				.append(SeriesName.escaped(label.getValue()))
				.append('"'));
		return text.append("} ").toString();
	}

	private void append(byte[] from, int start, int size) {
		ensure(size);
		System.arraycopy(from, start, this.bytes, this.length, size);
		this.length += size;
	}

	private void ensure(int more) {
		if (this.bytes.length < this.length + more) {
			this.bytes = Arrays.copyOf(this.bytes, 2 * (this.length + more));
		}
	}

}
