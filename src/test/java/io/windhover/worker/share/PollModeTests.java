package io.windhover.worker.share;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollModeTests {

	private static final int POLL = 16;

	private long now;

	private SlotAvailability availability = SlotAvailability.of(64, POLL, 0);

	private PollMode mode = PollMode.BULK;

	@Test
	void manySlotsAreTakenInBulk() {
		after(0, 64);
		assertThat(this.mode).isEqualTo(PollMode.BULK);
		assertThat(this.mode.pollSize(POLL)).isEqualTo(POLL);
	}

	@Test
	void shortScarcityChangesNothing() {
		after(10, 3);
		after(499, 3);
		assertThat(this.mode).isEqualTo(PollMode.BULK);
		after(1, 16);
		after(10, 3);
		after(499, 5);
		assertThat(this.mode).isEqualTo(PollMode.BULK);
	}

	@Test
	void lastingScarcityTrickles() {
		after(10, 3);
		after(500, 5);
		assertThat(this.mode).isEqualTo(PollMode.TRICKLE);
		assertThat(this.mode.pollSize(POLL)).isOne();
	}

	@Test
	void trickleEndsWhenEnoughStayFree() {
		lastingScarcityTrickles();
		after(10, 40);
		after(499, 40);
		assertThat(this.mode).isEqualTo(PollMode.TRICKLE);
		after(1, 40);
		assertThat(this.mode).isEqualTo(PollMode.BULK);
	}

	@Test
	void fullWorkerLeavesAfterASecondWithoutTricklingFirst() {
		after(10, 0);
		after(999, 0);
		assertThat(this.mode).isEqualTo(PollMode.BULK);
		after(1, 0);
		assertThat(this.mode).isEqualTo(PollMode.IDLE);
		assertThat(this.mode.pollSize(POLL)).isZero();
	}

	@Test
	void idleWorkerComesBackAtOnceInTheModeThatFits() {
		fullWorkerLeavesAfterASecondWithoutTricklingFirst();
		after(5000, 0);
		assertThat(this.mode).isEqualTo(PollMode.IDLE);
		after(1, 1);
		assertThat(this.mode).isEqualTo(PollMode.TRICKLE);
		fillUp();
		after(1, 20);
		assertThat(this.mode).isEqualTo(PollMode.BULK);
	}

	private void fillUp() {
		after(1, 0);
		after(1000, 0);
		assertThat(this.mode).isEqualTo(PollMode.IDLE);
	}

	private void after(long millis, int free) {
		this.now += Duration.ofMillis(millis).toNanos();
		this.availability = this.availability.observe(free, this.now);
		this.mode = this.mode.next(this.availability);
	}

}
