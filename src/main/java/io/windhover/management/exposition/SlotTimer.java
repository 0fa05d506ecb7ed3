package io.windhover.management.exposition;

import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.distribution.NoopHistogram;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.util.TimeUtils;
import io.prometheus.metrics.core.exemplars.ExemplarSampler;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import org.jspecify.annotations.Nullable;

/**
 * A timer that counts in slots of blocks.
 */
final class SlotTimer extends AbstractTimer {

	private final TimerBlock block;

	private final int line;

	private final MaximumBlock maximums;

	private final int maximum;

	private final MaximumWindows windows;

	private final @Nullable ExemplarSampler exemplars;

	SlotTimer(Id id, Clock clock, PauseDetector pauses, TimerBlock block, int line, MaximumBlock maximums, int maximum,
			MaximumWindows windows, @Nullable ExemplarSampler exemplars) {
		super(id, clock, pauses, TimeUnit.SECONDS, NoopHistogram.INSTANCE);
		this.block = block;
		this.line = line;
		this.maximums = maximums;
		this.maximum = maximum;
		this.windows = windows;
		this.exemplars = exemplars;
	}

	@Override
	protected void recordNonNegative(long amount, TimeUnit unit) {
		long nanoseconds = unit.toNanos(amount);
		if (this.exemplars != null) {
			// first, as the block is marked when it is counted
			this.exemplars.observe((double) nanoseconds);
		}
		this.block.add(this.line, nanoseconds);
		if (this.maximums.isLonger(this.maximum, this.windows.current(), nanoseconds)) {
			this.windows.turn();
			this.maximums.raise(this.maximum, this.windows.current(), nanoseconds);
		}
	}

	@Override
	public long count() {
		return this.block.value(this.line);
	}

	@Override
	public double totalTime(TimeUnit unit) {
		return TimeUtils.nanosToUnit((double) this.block.value(this.line + 1), unit);
	}

	@Override
	public double max(TimeUnit unit) {
		this.windows.turn();
		return TimeUtils.nanosToUnit((double) this.maximums.longest(this.maximum), unit);
	}

	Exemplars exemplars() {
		return (this.exemplars == null) ? Exemplars.EMPTY
				: Exemplars.of(StreamSupport.stream(this.exemplars.collect().spliterator(), false)
					.map((exemplar) -> Exemplar.builder()
						.value(TimeUtils.nanosToUnit(exemplar.getValue(), TimeUnit.SECONDS))
						.labels(exemplar.getLabels())
						.timestampMillis(exemplar.getTimestampMillis())
						.build())
					.toList());
	}

}
