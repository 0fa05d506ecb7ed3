package io.windhover.event;

import java.time.Duration;

import io.windhover.management.FixedClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutageTests {

	private final FixedClock clock = new FixedClock();

	private final Outage outage = new Outage(this.clock);

	@Test
	void lastsFromTheStartUntilTheThreadWorks() {
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.outage.since()).isEqualTo(FixedClock.START);
		this.outage.working();
		assertThat(this.outage.since()).isNull();
	}

	@Test
	void ofAThreadThatFailsAgainAndAgainLastsFromTheFirstTime() {
		this.outage.broken();
		for (int i = 0; i < 5; i++) {
			this.clock.advance(Duration.ofSeconds(20));
			this.outage.working();
			this.clock.advance(Duration.ofSeconds(20));
			this.outage.broken();
		}
		assertThat(this.outage.since()).isEqualTo(FixedClock.START);
		this.outage.working();
		this.clock.advance(Duration.ofSeconds(29));
		assertThat(this.outage.since()).isEqualTo(FixedClock.START);
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.outage.since()).isNull();
		this.outage.broken();
		assertThat(this.outage.since()).isEqualTo(this.clock.instant());
	}

}
