package io.windhover.scheduler.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import io.windhover.execution.flow.FlowHistory;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SketchTests {

	/** What rounding to milliseconds adds to it is within half of a percent. */
	private static final Percentage TENTH = Percentage.withPercentage(10.5);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void whatItTellsIsRightWithinATenth(long seed) {
		Random random = new Random(seed);
		for (int flow = 0; flow < 100; flow++) {
			double magnitude = 3 + random.nextDouble() * 15;
			double spread = random.nextDouble() * 3;
			List<Long> durations = new ArrayList<>();
			Sketch sketch = Sketch.EMPTY;
			int count = 1 + random.nextInt((int) Sketch.MOST - 1);
			for (int i = 0; i < count; i++) {
				long millis = 100 + (long) Math.exp(magnitude + random.nextGaussian() * spread);
				durations.add(millis);
				sketch = sketch.with(Duration.ofMillis(millis));
			}
			durations.sort(null);
			FlowHistory.Usual usual = Objects.requireNonNull(sketch.usual());
			assertThat(usual.count()).isEqualTo(count);
			assertThat(usual.p50().toMillis()).isCloseTo(quantile(durations, 0.5), TENTH);
			assertThat(usual.p95().toMillis()).isCloseTo(quantile(durations, 0.95), TENTH);
		}
	}

	@Test
	void theRecentWeighMoreAndItDoesNotGrow() {
		Sketch sketch = Sketch.EMPTY;
		for (int i = 0; i < 100 * Sketch.MOST; i++) {
			sketch = sketch.with(Duration.ofHours(1));
		}
		assertThat(sketch.count()).isLessThan(Sketch.MOST);
		for (int i = 0; i < Sketch.MOST; i++) {
			sketch = sketch.with(Duration.ofMinutes(1));
		}
		assertThat(Objects.requireNonNull(sketch.usual()).p50().toSeconds()).isCloseTo(60, TENTH);
		assertThat(sketch.buckets()).hasSize(2);
	}

	@Test
	void anEmptyOneTellsNothingAndNoDurationIsTooShort() {
		assertThat(Sketch.EMPTY.usual()).isNull();
		assertThat(Objects.requireNonNull(Sketch.EMPTY.with(Duration.ZERO).usual()).p50()).isPositive();
	}

	private static long quantile(List<Long> sorted, double share) {
		return sorted.get(Math.max(1, (int) Math.ceil(share * sorted.size())) - 1);
	}

}
