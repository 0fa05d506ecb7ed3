package io.windhover.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.windhover.execution.Heartbeat;
import io.windhover.execution.InstanceRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class SightingsTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final InstanceRef FIRST = new InstanceRef("a", "1");

	private static final InstanceRef SECOND = new InstanceRef("a", "2");

	private final Clock clock = mock(Clock.class);

	private Sightings sightings;

	private int seconds;

	@BeforeEach
	void begin() {
		given(this.clock.instant()).willReturn(START);
		this.sightings = new Sightings(this.clock, Duration.ofSeconds(3));
	}

	@Test
	void silentForLongerThanTheLeaseIsGone() {
		this.sightings.accept("a", heartbeat(FIRST), true);
		pass(30);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isFalse();
		pass(31);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isTrue();
	}

	@Test
	void ageCountsFromTheLastHeartbeat() {
		this.sightings.accept("a", heartbeat(FIRST), true);
		pass(20);
		this.sightings.accept("a", heartbeat(FIRST), true);
		pass(45);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isFalse();
	}

	@Test
	void silenceIsToldAfterThreeHeartbeats() {
		this.sightings.accept("a", heartbeat(FIRST), true);
		pass(9);
		assertThat(this.sightings.silentSince(FIRST, true)).isNull();
		pass(10);
		assertThat(this.sightings.silentSince(FIRST, true)).isEqualTo(START);
		assertThat(this.sightings.silentSince(FIRST, false)).isNull();
		assertThat(this.sightings.silentSince(SECOND, true)).isNull();
	}

	@Test
	void whileNobodyIsHeardNobodyIsSilent() {
		this.sightings.accept("a", heartbeat(FIRST), true);
		assertThat(this.sightings.isDeaf()).isFalse();
		given(this.clock.instant()).willReturn(START.plusSeconds(20));
		assertThat(this.sightings.isDeaf()).isTrue();
		assertThat(this.sightings.silentSince(FIRST, true)).isNull();
	}

	@Test
	void earlierLifeIsSilentSinceTheLaterBegan() {
		this.sightings.accept("a", heartbeat(SECOND), true);
		assertThat(this.sightings.silentSince(FIRST, false)).isEqualTo(heartbeat(SECOND).startedAt());
	}

	@Test
	void silenceMeansNothingBeforeAllHeartbeatsWereRead() {
		pass(100);
		assertThat(this.sightings.isGone(FIRST, LEASE, false)).isFalse();
	}

	@Test
	void neverSeenIsGoneALeaseAfterTheBeginning() {
		pass(30);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isFalse();
		pass(31);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isTrue();
	}

	@Test
	void earlierLifeIsGoneAtOnceAndLaterOneIsNot() {
		this.sightings.accept("a", heartbeat(SECOND), true);
		assertThat(this.sightings.isGone(FIRST, LEASE, false)).isTrue();
		this.sightings.accept("a", heartbeat(FIRST), true);
		pass(100);
		assertThat(this.sightings.isGone(SECOND, LEASE, true)).isFalse();
	}

	@Test
	void tombstoneMakesItUnseen() {
		this.sightings.accept("a", heartbeat(FIRST), true);
		pass(31);
		this.sightings.accept("a", heartbeat(FIRST), true);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isFalse();
		this.sightings.accept("a", null, true);
		assertThat(this.sightings.all()).noneMatch((seen) -> seen.heartbeat().instance().equals(FIRST));
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isTrue();
	}

	@Test
	void nobodyIsGoneWhileNobodyIsHeard() {
		this.sightings.accept("a", heartbeat(FIRST), true);
		passInSilence(1000);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isFalse();
	}

	@Test
	void afterASilenceOfAllEachHasALeaseToBeHeardAgain() {
		this.sightings.accept("a", heartbeat(FIRST), true);
		passInSilence(1000);
		pass(1030);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isFalse();
		pass(1034);
		assertThat(this.sightings.isGone(FIRST, LEASE, true)).isTrue();
	}

	@Test
	void tellsHowWellItHears() {
		assertThat(this.sightings.hearing())
			.isEqualTo(new InstanceRegistry.Hearing(null, false, Duration.ofSeconds(9)));
		this.sightings.accept("a", heartbeat(FIRST), false);
		assertThat(this.sightings.all()).containsExactly(new InstanceRegistry.Sighting(heartbeat(FIRST), START, false));
		assertThat(this.sightings.hearing().current()).isTrue();
		passInSilence(10);
		assertThat(this.sightings.hearing())
			.isEqualTo(new InstanceRegistry.Hearing(START, false, Duration.ofSeconds(9)));
	}

	/**
	 * To so many seconds after the start, with this process itself heard all the while.
	 */
	private void pass(int seconds) {
		while (this.seconds < seconds) {
			passInSilence(this.seconds + 1);
			this.sightings.accept("me", heartbeat(new InstanceRef("me", "1")), true);
		}
	}

	private void passInSilence(int seconds) {
		this.seconds = seconds;
		given(this.clock.instant()).willReturn(START.plusSeconds(seconds));
	}

	private static Heartbeat heartbeat(InstanceRef instance) {
		return new Heartbeat(instance, Set.of("worker"), "host", null, 0, 4, "running", START, START, "1");
	}

}
