package io.windhover.management.exposition;

import io.prometheus.metrics.core.exemplars.ExemplarSampler;
import io.prometheus.metrics.model.snapshots.Exemplar;
import org.jspecify.annotations.Nullable;

/**
 * What samples the exemplars of the lines of a block. They are asked only while one that
 * was recorded may still be kept.
 */
final class ExemplarLines {

	/** Of lines that never have exemplars. */
	static final ExemplarLines NONE = new ExemplarLines(1, 0);

	private final @Nullable ExemplarSampler[] samplers = new ExemplarSampler[SampleBlock.LINES];

	private final double unit;

	private final long kept;

	private long until;

	/**
	 * Without a sampler so far.
	 * @param unit by which recorded values are divided
	 * @param kept for how many milliseconds exemplars are kept
	 */
	ExemplarLines(double unit, long kept) {
		this.unit = unit;
		this.kept = kept;
	}

	void sample(int line, ExemplarSampler sampler) {
		if (this.kept > 0) {
			this.samplers[line] = sampler;
		}
	}

	/** Something was recorded for some line. */
	void recorded() {
		if (this.kept > 0) {
			this.until = System.currentTimeMillis() + this.kept;
		}
	}

	/**
	 * Writes the lines of a block with their exemplars.
	 * @return whether there is one
	 */
	boolean insert(byte[] text, int[] lengths, int lines, ExemplarText to) {
		if (this.until == 0 || this.until < System.currentTimeMillis()) {
			return false;
		}
		boolean found = false;
		int start = 0;
		to.clear();
		for (int line = 0; line < lines; line++) {
			Exemplar exemplar = (lengths[line] > 0) ? exemplar(line) : null;
			if (exemplar != null) {
				to.line(line, text, start, lengths[line], exemplar, exemplar.getValue() / this.unit);
				found = true;
			}
			else {
				to.line(line, text, start, lengths[line]);
			}
			start += lengths[line];
		}
		return found;
	}

	private @Nullable Exemplar exemplar(int line) {
		ExemplarSampler sampler = this.samplers[line];
		return (sampler != null) ? sampler.collect().getLatest() : null;
	}

}
