package io.windhover.management.exposition;

import java.util.Arrays;

/**
 * Which earlier line of a block each line repeats most of, by the names and labels. It
 * holds while no line comes or goes, whatever the numbers are.
 */
final class LineReferences {

	/** As many are compared. */
	private static final int EARLIER = 4;

	private final int[] prefixes;

	private final int[] earlier;

	private final int[] begun;

	private final int[] ended;

	/**
	 * Compares the lines of a block.
	 * @param prefixes of each line how long its name and labels are; 0 for no line
	 */
	LineReferences(byte[] text, int[] prefixes, int[] lengths, int lines) {
		this.prefixes = Arrays.copyOf(prefixes, lines);
		this.earlier = new int[lines];
		this.begun = new int[lines];
		this.ended = new int[lines];
		int[] starts = new int[lines];
		for (int line = 0; line < lines; line++) {
			starts[line] = (line > 0) ? starts[line - 1] + lengths[line - 1] : 0;
			this.earlier[line] = -1;
			for (int other = line - 1, left = EARLIER; other >= 0 && left > 0 && prefixes[line] > 0; other--) {
				if (prefixes[other] > 0) {
					compare(text, line, starts[line], other, starts[other]);
					left--;
				}
			}
		}
	}

	private void compare(byte[] text, int line, int start, int other, int otherStart) {
		int most = Math.min(this.prefixes[line], this.prefixes[other]);
		int differing = Arrays.mismatch(text, start, start + most, text, otherStart, otherStart + most);
		int begins = (differing >= 0) ? differing : most;
		int end = start + this.prefixes[line];
		int otherEnd = otherStart + this.prefixes[other];
		int ends = 0;
		while (ends < most - begins && text[end - ends - 1] == text[otherEnd - ends - 1]) {
			ends++;
		}
		if (this.earlier[line] < 0 || begins + ends > this.begun[line] + this.ended[line]) {
			this.earlier[line] = other;
			this.begun[line] = (begins >= LineDeflater.SHORTEST) ? begins : 0;
			this.ended[line] = ends;
		}
	}

	int lines() {
		return this.prefixes.length;
	}

	/** How long its name and labels are. */
	int prefix(int line) {
		return this.prefixes[line];
	}

	/** The line that it repeats; negative for none. */
	int earlier(int line) {
		return this.earlier[line];
	}

	/** How many bytes they have in common from the beginning. */
	int begun(int line) {
		return this.begun[line];
	}

	/** How many bytes of names and labels they have in common at the end. */
	int ended(int line) {
		return this.ended[line];
	}

}
