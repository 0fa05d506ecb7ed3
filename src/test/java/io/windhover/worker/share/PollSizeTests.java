package io.windhover.worker.share;

import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PollSizeTests {

	private static final int FULL = 16;

	private long now;

	private final PollSize size = new PollSize(FULL, 0);

	@Test
	void manySlotsAreTakenInFullPolls() {
		assertThat(after(0, 64)).isEqualTo(FULL);
		assertThat(lasting(3000, 16)).isEqualTo(FULL);
	}

	@Test
	void shortScarcityChangesNothing() {
		assertThat(after(10, 3)).isEqualTo(FULL);
		assertThat(after(489, 3)).isEqualTo(FULL);
		assertThat(after(1, 16)).isEqualTo(FULL);
		assertThat(after(499, 5)).isEqualTo(FULL);
	}

	@Test
	void lastingScarcityHalvesThePollUntilItFits() {
		for (int free : IntStream.rangeClosed(1, 15).toArray()) {
			PollSize fresh = new PollSize(FULL, 0);
			fresh.next(free, 0);
			fresh.next(free, Duration.ofMillis(500).toNanos());
			assertThat(fresh.next(free, Duration.ofSeconds(1).toNanos())).as("%d free", free)
				.isEqualTo(Integer.highestOneBit(free));
		}
	}

	@Test
	void shrinksToTheMostThatWasFree() {
		lasting(500, 9);
		after(100, 2);
		after(100, 5);
		assertThat(lasting(300, 3)).isEqualTo(8);
		after(100, 2);
		after(100, 5);
		assertThat(lasting(300, 3)).isEqualTo(4);
	}

	@Test
	void growsToTheFewestThatStayFree() {
		lasting(1000, 1);
		assertThat(after(100, 40)).isOne();
		lasting(1000, 40);
		assertThat(after(0, 40)).isEqualTo(FULL);
		lasting(1000, 3);
		after(100, 12);
		after(100, 9);
		lasting(1000, 12);
		assertThat(after(0, 12)).isEqualTo(8);
	}

	@Test
	void fullWorkerLeavesAfterASecondAndComesBackAtOnceWithWhatFits() {
		lasting(500, 16);
		after(0, 0);
		assertThat(lasting(900, 0)).isEqualTo(FULL);
		assertThat(lasting(600, 0)).isZero();
		assertThat(lasting(5000, 0)).isZero();
		assertThat(after(1, 1)).isOne();
		assertThat(lasting(1500, 0)).isZero();
		assertThat(after(1, 20)).isEqualTo(FULL);
	}

	@Test
	void sizesOfAnOddPollAreHalvedDown() {
		PollSize odd = new PollSize(5, 0);
		odd.next(3, 0);
		odd.next(3, Duration.ofMillis(500).toNanos());
		assertThat(odd.next(3, Duration.ofSeconds(1).toNanos())).isEqualTo(2);
	}

	private int lasting(int millis, int free) {
		int last = -1;
		for (int i = 0; i < millis; i += 100) {
			last = after(100, free);
		}
		return last;
	}

	private int after(long millis, int free) {
		this.now += Duration.ofMillis(millis).toNanos();
		return this.size.next(free, this.now);
	}

}
