package io.windhover.management.live;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LiveRingTests {

	private final LiveRing ring = new LiveRing(3);

	@Test
	void isEmptyAtFirst() {
		LiveSamples samples = this.ring.since(Long.MIN_VALUE);
		assertThat(samples.at()).isEmpty();
		assertThat(samples.columns()).containsOnlyKeys(LiveFigure.values())
			.allSatisfy((figure, column) -> assertThat(column).isEmpty());
	}

	@Test
	void newestTakesThePlaceOfTheOldest() {
		for (int at = 1; at <= 5; at++) {
			this.ring.add(at, Map.of(LiveFigure.EXECUTIONS, (double) at));
		}
		LiveSamples samples = this.ring.since(Long.MIN_VALUE);
		assertThat(samples.at()).containsExactly(3L, 4L, 5L);
		assertThat(samples.of(LiveFigure.EXECUTIONS)).containsExactly(3L, 4L, 5L);
	}

	@Test
	void givesOnlyWhatIsLaterThanAnInstant() {
		this.ring.add(1000, Map.of());
		this.ring.add(2000, Map.of());
		assertThat(this.ring.since(1000).at()).containsExactly(2000L);
		assertThat(this.ring.since(2000).at()).isEmpty();
		assertThat(this.ring.since(Long.MAX_VALUE).at()).isEmpty();
	}

	@Test
	void whatIsUnknownIsNoNumberAndTheRestIsShort() {
		this.ring.add(1,
				Map.of(LiveFigure.CPU, 0.123456, LiveFigure.HEAP_USED, 327_502_520.0, LiveFigure.HEAP_MAX, 5e9));
		LiveSamples samples = this.ring.since(0);
		assertThat(samples.of(LiveFigure.CPU)).containsExactly(0.123);
		assertThat(samples.of(LiveFigure.HEAP_USED)).containsExactly(327_500_000L);
		assertThat(samples.of(LiveFigure.HEAP_MAX)).containsExactly(5_000_000_000L);
		assertThat(samples.of(LiveFigure.EXECUTIONS)).containsExactly(Double.NaN);
	}

}
