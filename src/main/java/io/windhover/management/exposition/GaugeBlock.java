package io.windhover.management.exposition;

import java.util.Arrays;

import io.micrometer.core.instrument.Gauge;

/**
 * Gauges, which are asked at each scrape. They may take locks that whoever registers
 * meters holds.
 */
final class GaugeBlock extends SampleBlock {

	static final long UNKNOWN = Double.doubleToRawLongBits(Double.NaN);

	private volatile Gauge[] gauges = {};

	GaugeBlock() {
		super(ExemplarLines.NONE);
	}

	synchronized int add(byte[] prefix, Gauge gauge) {
		int line = add(prefix, UNKNOWN);
		Gauge[] more = Arrays.copyOf(this.gauges, line + 1);
		more[line] = gauge;
		this.gauges = more;
		return line;
	}

	@Override
	SampleNumber number(int line) {
		return SampleNumber.ANY;
	}

	@Override
	int poll(long[] to) {
		Gauge[] asked = this.gauges;
		for (int line = 0; line < asked.length; line++) {
			to[line] = Double.doubleToRawLongBits(asked[line].value());
		}
		return asked.length;
	}

}
