package io.windhover.worker.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads lines of text without ever holding more than the bound of one: what a longer line
 * has beyond it is skipped.
 */
class BoundedLines {

	static final int MAX_LINE_BYTES = 16 * 1024;

	private final InputStream input;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private boolean cut;

	BoundedLines(InputStream input) {
		this.input = input;
	}

	/**
	 * Hands on each line, without its end, until the input ends.
	 */
	void forEach(Action action) throws IOException {
		byte[] buffer = new byte[8192];
		int length = this.input.read(buffer);
		while (length >= 0) {
			for (int i = 0; i < length; i++) {
				accept(buffer[i], action);
			}
			length = this.input.read(buffer);
		}
		if (this.line.size() > 0) {
			flush(action);
		}
	}

	private void accept(byte next, Action action) {
		if (next == '\n') {
			flush(action);
		}
		else if (this.line.size() < MAX_LINE_BYTES) {
			this.line.write(next);
		}
		else {
			this.cut = true;
		}
	}

	private void flush(Action action) {
		String text = this.line.toString(StandardCharsets.UTF_8);
		boolean wasCut = this.cut;
		this.line.reset();
		this.cut = false;
		action.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, wasCut);
	}

	/**
	 * Takes a line.
	 */
	interface Action {

		/**
		 * Takes a line.
		 * @param cut whether it had more than there is here
		 */
		void accept(String line, boolean cut);

	}

}
