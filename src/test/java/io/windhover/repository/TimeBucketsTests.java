package io.windhover.repository;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimeBucketsTests {

	private static final Instant FROM = Instant.parse("2026-11-30T09:58:31.5Z");

	@ParameterizedTest
	@CsvSource({ "PT0.1S, 60, PT1S", "PT59S, 60, PT1S", "PT60S, 60, PT5S", "PT1H, 61, PT1M", "P1D, 60, PT30M",
			"P7D, 60, PT3H", "P365D, 60, P7D", "P36500D, 60, P630D", "P29D, 2, P30D", "P31D, 2, P60D" })
	void widthIsTheSmallestOfWhichThereAreNotTooMany(Duration range, int most, Duration width) {
		TimeBuckets buckets = TimeBuckets.of(FROM, FROM.plus(range), most);
		assertThat(buckets.width()).isEqualTo(width);
		Instant last = buckets.start(FROM.plus(range).minusNanos(1));
		assertThat(Duration.between(buckets.start(FROM), last).dividedBy(width)).isLessThan(most);
	}

	@Test
	void partsBeginAtMultiplesOfTheWidth() {
		TimeBuckets buckets = TimeBuckets.of(FROM, FROM.plus(Duration.ofDays(1)), 60);
		assertThat(buckets.start(FROM)).isEqualTo("2026-11-30T09:30:00Z");
		assertThat(buckets.start(Instant.parse("1969-12-31T23:59:59Z"))).isEqualTo("1969-12-31T23:30:00Z");
	}

}
