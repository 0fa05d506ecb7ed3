package io.windhover.management.exposition;

import java.util.Arrays;
import java.util.function.DoubleSupplier;

/**
 * Numbers that are asked for at each scrape. They may take locks that whoever registers
 * meters holds.
 */
final class PolledBlock extends SampleBlock {

	static final long UNKNOWN = Double.doubleToRawLongBits(Double.NaN);

	private volatile DoubleSupplier[] numbers = {};

	PolledBlock() {
		super(ExemplarLines.NONE);
	}

	synchronized int add(byte[] prefix, DoubleSupplier number) {
		int line = add(prefix, UNKNOWN);
		DoubleSupplier[] more = Arrays.copyOf(this.numbers, line + 1);
		more[line] = number;
		this.numbers = more;
		return line;
	}

	@Override
	void removed(int line) {
		DoubleSupplier[] fewer = this.numbers.clone();
		fewer[line] = () -> Double.NaN;
		this.numbers = fewer;
	}

	@Override
	SampleNumber number(int line) {
		return SampleNumber.ANY;
	}

	@Override
	int poll(long[] to) {
		DoubleSupplier[] asked = this.numbers;
		for (int line = 0; line < asked.length; line++) {
			to[line] = Double.doubleToRawLongBits(asked[line].getAsDouble());
		}
		return asked.length;
	}

}
