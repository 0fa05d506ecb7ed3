package io.windhover.management.storage;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class FillRateTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private final FillRate rate = new FillRate();

	@Test
	void ofLessThanHalfAnHourNothingIsSaid() {
		assertThat(this.rate.forecast()).isNull();
		fill(0, 29, 1_000_000, -100);
		assertThat(this.rate.forecast()).isNull();
	}

	@Test
	void diskThatFillsEvenlyIsFullWhenItsRoomIsUsedUp() {
		fill(0, 60, 1_000_000, -100);
		Forecast forecast = forecast();
		assertThat(forecast.since()).isEqualTo(START);
		assertThat(forecast.bytesPerDay()).isEqualTo(100 * 24 * 60);
		assertThat(forecast.fullIn()).isCloseTo(Duration.ofMinutes(994_000 / 100), Duration.ofSeconds(2));
	}

	@Test
	void diskThatIsFullInAgesDoesNotFill() {
		fill(0, 60, Long.MAX_VALUE / 2, -1_000_000);
		assertThat(forecast().fullIn()).isNull();
	}

	@Test
	void whatIsTakenAndGivenBackDoesNotFillIt() {
		for (int minute = 0; minute <= 600; minute++) {
			this.rate.add(START.plus(Duration.ofMinutes(minute)), 1_000_000 - 1000 * (minute % 10));
		}
		Forecast forecast = forecast();
		assertThat(forecast.fullIn()).satisfiesAnyOf((none) -> assertThat(none).isNull(),
				(late) -> assertThat(late).isGreaterThan(Duration.ofDays(100)));
	}

	@Test
	void whatWasMoreThanADayAgoIsForgotten() {
		fill(0, 60, 1_000_000, -10_000);
		fill(1500, 1600, 400_000, 1);
		Forecast forecast = forecast();
		assertThat(forecast.since()).isEqualTo(START.plus(Duration.ofHours(25)));
		assertThat(forecast.bytesPerDay()).isEqualTo(-1440);
		assertThat(forecast.fullIn()).isNull();
	}

	private Forecast forecast() {
		return requireNonNull(this.rate.forecast());
	}

	private void fill(int from, int to, long usable, long each) {
		for (int minute = from; minute <= to; minute++) {
			this.rate.add(START.plus(Duration.ofMinutes(minute)), usable + each * (minute - from));
		}
	}

}
