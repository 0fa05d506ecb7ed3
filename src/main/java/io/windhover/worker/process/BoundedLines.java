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

	private End end = End.LINE;

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
			if (this.end == End.LINE) {
				this.end = End.INPUT;
			}
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
			this.end = End.BOUND;
		}
	}

	private void flush(Action action) {
		String text = this.line.toString(StandardCharsets.UTF_8);
		End ended = this.end;
		this.line.reset();
		this.end = End.LINE;
		action.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, ended);
	}

	/**
	 * What ended a line: its end, its bound, beyond which it had more, or the end of the
	 * input.
	 */
	enum End {

		LINE, BOUND, INPUT

	}

	/**
	 * Takes a line.
	 */
	interface Action {

		/**
		 * Takes a line.
		 */
		void accept(String line, End end);

	}

}
