package io.windhover.flow.task;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RetryTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void permitsAsManyAttemptsAsItSays() {
		Retry retry = new Retry(Retry.Type.CONSTANT, SECOND, null, 2, 3);
		assertThat(retry.permitsAnother(2)).isTrue();
		assertThat(retry.permitsAnother(3)).isFalse();
	}

	@Test
	void constantDelayStays() {
		Retry retry = new Retry(Retry.Type.CONSTANT, SECOND, null, 2, 100);
		assertThat(retry.delayAfter(1)).isEqualTo(SECOND);
		assertThat(retry.delayAfter(50)).isEqualTo(SECOND);
	}

	@Test
	void exponentialDelayGrowsToItsMost() {
		Retry retry = new Retry(Retry.Type.EXPONENTIAL, SECOND, Duration.ofSeconds(5), 2, 100);
		assertThat(retry.delayAfter(1)).isEqualTo(SECOND);
		assertThat(retry.delayAfter(2)).isEqualTo(Duration.ofSeconds(2));
		assertThat(retry.delayAfter(3)).isEqualTo(Duration.ofSeconds(4));
		assertThat(retry.delayAfter(4)).isEqualTo(Duration.ofSeconds(5));
		assertThat(retry.delayAfter(10_000)).isEqualTo(Duration.ofSeconds(5));
	}

	@Test
	void exponentialDelayGrowsToAnHourWhereNothingIsSaid() {
		Retry retry = new Retry(Retry.Type.EXPONENTIAL, SECOND, null, 10, 100);
		assertThat(retry.delayAfter(20)).isEqualTo(Duration.ofHours(1));
	}

}
