package io.windhover.management.exposition;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamSource;

/**
 * An answer that is rendered while it is sent.
 */
final class ScrapeResponse implements InputStreamSource {

	private final byte[] others;

	private final List<SampleFamily> families;

	private final boolean openMetrics;

	private final boolean gzip;

	ScrapeResponse(byte[] others, List<SampleFamily> families, boolean openMetrics, boolean gzip) {
		this.others = others;
		this.families = families;
		this.openMetrics = openMetrics;
		this.gzip = gzip;
	}

	private void write(OutputStream out) throws IOException {
		new ScrapeWriter(out, this.openMetrics, this.gzip).write(this.others, this.families);
	}

	@Override
	public InputStream getInputStream() {
		return new InputStream() {

			private @Nullable InputStream rendered;

			@Override
			public long transferTo(OutputStream out) throws IOException {
				write(out);
				return 0;
			}

			@Override
			public int read() throws IOException {
				return rendered().read();
			}

			@Override
			public int read(byte[] to, int from, int most) throws IOException {
				return rendered().read(to, from, most);
			}

			private InputStream rendered() throws IOException {
				InputStream known = this.rendered;
				if (known == null) {
					ByteArrayOutputStream bytes = new ByteArrayOutputStream();
					write(bytes);
					known = new ByteArrayInputStream(bytes.toByteArray());
					this.rendered = known;
				}
				return known;
			}

		};
	}

}
