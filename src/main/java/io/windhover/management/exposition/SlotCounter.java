package io.windhover.management.exposition;

import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Counter;
import io.prometheus.metrics.core.exemplars.ExemplarSampler;
import io.prometheus.metrics.model.snapshots.Exemplar;
import org.jspecify.annotations.Nullable;

/**
 * A counter that counts in a slot of a block.
 */
final class SlotCounter extends AbstractMeter implements Counter {

	private final CounterBlock block;

	private final int line;

	private final @Nullable ExemplarSampler exemplars;

	SlotCounter(Id id, CounterBlock block, int line, @Nullable ExemplarSampler exemplars) {
		super(id);
		this.block = block;
		this.line = line;
		this.exemplars = exemplars;
	}

	@Override
	public void increment(double amount) {
		if (amount > 0) {
			if (this.exemplars != null) {
				// first, as the block is marked when it is counted
				this.exemplars.observe(amount);
			}
			this.block.add(this.line, amount);
		}
	}

	@Override
	public double count() {
		return this.block.count(this.line);
	}

	@Nullable Exemplar exemplar() {
		return (this.exemplars != null) ? this.exemplars.collect().getLatest() : null;
	}

}
