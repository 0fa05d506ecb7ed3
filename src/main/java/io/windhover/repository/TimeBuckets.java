package io.windhover.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A time range in parts of one width, each of which begins at a multiple of the width
 * since the epoch: a range that moves on keeps its parts.
 *
 * @param from the beginning of the range, within the first part
 * @param to the end of the range, which is not in it
 */
public record TimeBuckets(Instant from, Instant to, Duration width) {

	/** What people read times by. */
	private static final Duration[] WIDTHS = Stream
		.of("PT1S", "PT5S", "PT10S", "PT30S", "PT1M", "PT5M", "PT10M", "PT30M", "PT1H", "PT3H", "PT6H", "PT12H", "P1D",
				"P7D", "P30D")
		.map(Duration::parse)
		.toArray(Duration[]::new);

	/**
	 * A range in so many parts at most, the first and the last of which may reach beyond
	 * it.
	 */
	public static TimeBuckets of(Instant from, Instant to, int most) {
		Duration range = Duration.between(from, to);
		for (Duration width : WIDTHS) {
			if (width.multipliedBy(most - 1L).compareTo(range) >= 0) {
				return new TimeBuckets(from, to, width);
			}
		}
		Duration widest = WIDTHS[WIDTHS.length - 1];
		return new TimeBuckets(from, to,
				widest.multipliedBy(1 + range.dividedBy(widest.multipliedBy(Math.max(1, most - 1L)))));
	}

	/**
	 * When the part begins that an instant is in.
	 */
	public Instant start(Instant instant) {
		long seconds = this.width.toSeconds();
		return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
	}

}
