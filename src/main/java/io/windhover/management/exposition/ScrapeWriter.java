package io.windhover.management.exposition;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Writes an answer: what others rendered, and prepared families behind it. Compressed, it
 * is one member of gzip (RFC 1952), whose deflate blocks do not refer to one another.
 */
final class ScrapeWriter {

	private static final byte[] END = "# EOF\n".getBytes(StandardCharsets.US_ASCII);

	/** Of an unknown system and time. */
	private static final byte[] GZIP = { 0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xff };

	/** A last block without anything in it. */
	private static final byte[] LAST = { 3, 0 };

	private final ScrapeBuffer buffer;

	private final GzipChecksum sum = new GzipChecksum();

	private final boolean openMetrics;

	private final boolean gzip;

	ScrapeWriter(OutputStream out, boolean openMetrics, boolean gzip) {
		this.buffer = new ScrapeBuffer(out);
		this.openMetrics = openMetrics;
		this.gzip = gzip;
	}

	void write(byte[] others, List<SampleFamily> families) throws IOException {
		if (this.gzip) {
			this.buffer.append(GZIP, GZIP.length);
		}
		rendered(others, this.openMetrics ? others.length - END.length : others.length);
		for (SampleFamily family : families) {
			write(family);
		}
		if (this.openMetrics) {
			comment(END);
		}
		if (this.gzip) {
			this.buffer.append(LAST, LAST.length);
			number(this.sum.value());
			number(this.sum.length());
		}
		this.buffer.write();
	}

	private void write(SampleFamily family) throws IOException {
		SampleBlock[] blocks = family.blocks();
		if (blocks.length == 0) {
			return;
		}
		comment(family.header(this.openMetrics));
		for (SampleBlock block : blocks) {
			if (this.gzip) {
				block.writeDeflated(this.buffer, this.sum, this.openMetrics);
			}
			else {
				block.writeText(this.buffer, this.openMetrics);
			}
			this.buffer.writeWhenFull();
		}
	}

	private void rendered(byte[] text, int length) {
		if (!this.gzip) {
			this.buffer.append(text, length);
		}
		else if (length > 0) {
			Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
			try {
				deflater.setInput(text, 0, length);
				byte[] part = new byte[16 * 1024];
				int size;
				do {
					size = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
					this.buffer.append(part, size);
				}
				while (size == part.length);
			}
			finally {
				deflater.end();
			}
			this.sum.add(text, length);
		}
	}

	private void comment(byte[] text) {
		if (this.gzip) {
			LineDeflater deflater = this.buffer.deflater();
			deflater.deflate(text);
			this.buffer.append(deflater.bytes(), deflater.length());
			this.sum.add(text, text.length);
		}
		else {
			this.buffer.append(text, text.length);
		}
	}

	/** The lowest byte first. */
	private void number(int number) {
		byte[] bytes = { (byte) number, (byte) (number >>> 8), (byte) (number >>> 16), (byte) (number >>> 24) };
		this.buffer.append(bytes, bytes.length);
	}

}
