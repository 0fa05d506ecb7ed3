package io.windhover.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.management.FixedClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FailureDetectorTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final InstanceRef FIRST = new InstanceRef("a", "1");

	private static final InstanceRef SECOND = new InstanceRef("a", "2");

	private final FixedClock clock = new FixedClock();

	private FailureDetector detector;

	private int seconds;

	@BeforeEach
	void begin() {
		this.clock.set(START);
		this.detector = new FailureDetector(this.clock, Duration.ofSeconds(3));
	}

	@Test
	void silentForLongerThanTheLeaseIsGone() {
		this.detector.accept("a", heartbeat(FIRST), true);
		pass(30);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
		pass(31);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isTrue();
	}

	@Test
	void ageCountsFromTheLastHeartbeat() {
		this.detector.accept("a", heartbeat(FIRST), true);
		pass(20);
		this.detector.accept("a", heartbeat(FIRST), true);
		pass(45);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
	}

	@Test
	void silenceIsToldAfterThreeHeartbeats() {
		this.detector.accept("a", heartbeat(FIRST), true);
		pass(9);
		assertThat(this.detector.silentSince(FIRST, true)).isNull();
		pass(10);
		assertThat(this.detector.silentSince(FIRST, true)).isEqualTo(START);
		assertThat(this.detector.silentSince(FIRST, false)).isNull();
		assertThat(this.detector.silentSince(SECOND, true)).isNull();
	}

	@Test
	void whileNobodyIsHeardNobodyIsSilent() {
		this.detector.accept("a", heartbeat(FIRST), true);
		assertThat(this.detector.isIsolated()).isFalse();
		this.clock.set(START.plusSeconds(20));
		assertThat(this.detector.isIsolated()).isTrue();
		assertThat(this.detector.silentSince(FIRST, true)).isNull();
	}

	@Test
	void earlierLifeIsSilentSinceTheLaterBegan() {
		this.detector.accept("a", heartbeat(SECOND), true);
		assertThat(this.detector.silentSince(FIRST, false)).isEqualTo(heartbeat(SECOND).startedAt());
	}

	@Test
	void silenceMeansNothingBeforeAllHeartbeatsWereRead() {
		pass(100);
		assertThat(this.detector.isGone(FIRST, LEASE, false)).isFalse();
	}

	@Test
	void neverSeenIsGoneALeaseAfterTheBeginning() {
		pass(30);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
		pass(31);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isTrue();
	}

	@Test
	void olderIncarnationThatIsHeardIsNotGoneBecauseANewerOneIsHeard() {
		for (int second = 0; second < 120; second += 3) {
			this.detector.accept("a", heartbeat(FIRST), true);
			this.detector.accept("a", heartbeat(SECOND), true);
			pass(second + 3);
			assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
			assertThat(this.detector.silentSince(FIRST, true)).isNull();
		}
		assertThat(this.detector.duplicates()).containsExactly("a");
		assertThat(this.detector.all()).extracting((seen) -> seen.heartbeat().instance()).contains(FIRST, SECOND);
	}

	@Test
	void olderIncarnationIsGoneThreeHeartbeatsAfterItsLastWhenANewerOneIsHeard() {
		this.detector.accept("a", heartbeat(FIRST), true);
		pass(5);
		this.detector.accept("a", heartbeat(SECOND), true);
		pass(9);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
		pass(10);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isTrue();
		assertThat(this.detector.isGone(SECOND, LEASE, true)).isFalse();
		assertThat(this.detector.duplicates()).isEmpty();
		assertThat(this.detector.all()).extracting((seen) -> seen.heartbeat().instance())
			.contains(SECOND)
			.doesNotContain(FIRST);
	}

	@Test
	void incarnationThatItsSuccessorKnowsToBeDeadIsGoneAtOnce() {
		this.detector.accept("a", heartbeat(FIRST), true);
		this.detector.accept("a", standing(SECOND, Standing.HOLDING, "1", 0), true);
		assertThat(this.detector.isGone(FIRST, LEASE, false)).isTrue();
		assertThat(this.detector.duplicates()).isEmpty();
		assertThat(this.detector.silentSince(FIRST, true)).isEqualTo(START);
	}

	@Test
	void incarnationThatBeatsAfterItsSuccessorCalledItDeadIsNotGone() {
		this.detector.accept("a", standing(SECOND, Standing.HOLDING, "1", 0), true);
		this.detector.accept("a", heartbeat(FIRST), true);
		this.detector.accept("a", standing(SECOND, Standing.HOLDING, "1", 0), true);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
		assertThat(this.detector.duplicates()).containsExactly("a");
	}

	@Test
	void fencedIncarnationIsGoneAsSoonAsItRunsNothing() {
		this.detector.accept("a", heartbeat(SECOND), true);
		this.detector.accept("a", standing(FIRST, Standing.FENCED, null, 1), true);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
		this.detector.accept("a", standing(FIRST, Standing.FENCED, null, 0), true);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isTrue();
		assertThat(this.detector.silentSince(FIRST, true)).isEqualTo(START);
		assertThat(this.detector.isGone(SECOND, LEASE, true)).isFalse();
		assertThat(this.detector.duplicates()).containsExactly("a");
	}

	@Test
	void claimProvesNothing() {
		this.detector.accept("a", heartbeat(FIRST), true);
		this.detector.accept("a", standing(SECOND, Standing.CLAIMING, "1", 0), true);
		pass(30);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
		assertThat(this.detector.duplicates()).isEmpty();
		assertThat(this.detector.all()).extracting((seen) -> seen.heartbeat().instance())
			.contains(FIRST)
			.doesNotContain(SECOND);
	}

	@Test
	void incarnationThatIsNewerThanAllThatWereHeardIsNotGone() {
		this.detector.accept("a", heartbeat(FIRST), true);
		pass(100);
		assertThat(this.detector.isGone(SECOND, LEASE, true)).isFalse();
	}

	@Test
	void endOfTheNewerOneLeavesTheOlderOne() {
		this.detector.accept("a", heartbeat(SECOND), true);
		this.detector.accept("a", standing(FIRST, Standing.FENCED, null, 1), true);
		this.detector.ended(SECOND);
		assertThat(this.detector.isGone(SECOND, LEASE, true)).isTrue();
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
	}

	@Test
	void tombstoneOfAnIncarnationDoesNotRemoveANewerOne() {
		pass(31);
		this.detector.accept("a", heartbeat(SECOND), true);
		this.detector.ended(FIRST);
		assertThat(this.detector.isGone(SECOND, LEASE, true)).isFalse();
	}

	@Test
	void instanceThatIsSilentForLongIsToBeForgotten() {
		this.detector.accept("a", heartbeat(FIRST), true);
		this.detector.accept("b", standing(new InstanceRef("b", "1"), Standing.CLAIMING, null, 0), false);
		pass(60);
		assertThat(this.detector.silentFor(Duration.ofSeconds(60))).isEmpty();
		pass(61);
		assertThat(this.detector.silentFor(Duration.ofSeconds(60))).containsExactlyInAnyOrder(FIRST,
				new InstanceRef("b", "1"));
		this.detector.ended(FIRST);
		assertThat(this.detector.all()).extracting((seen) -> seen.heartbeat().instance().id()).containsExactly("me");
	}

	@Test
	void nobodyIsForgottenBecauseNobodyWasHeard() {
		this.detector.accept("a", heartbeat(FIRST), true);
		passInSilence(1000);
		assertThat(this.detector.silentFor(Duration.ofSeconds(60))).isEmpty();
		pass(1001);
		assertThat(this.detector.silentFor(Duration.ofSeconds(60))).isEmpty();
	}

	@Test
	void tombstoneMakesItUnseen() {
		this.detector.accept("a", heartbeat(FIRST), true);
		pass(31);
		this.detector.accept("a", heartbeat(FIRST), true);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
		this.detector.accept("a", null, true);
		assertThat(this.detector.all()).noneMatch((seen) -> seen.heartbeat().instance().equals(FIRST));
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isTrue();
	}

	@Test
	void nobodyIsGoneWhileNobodyIsHeard() {
		this.detector.accept("a", heartbeat(FIRST), true);
		passInSilence(1000);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
	}

	@Test
	void afterASilenceOfAllEachHasALeaseToBeHeardAgain() {
		this.detector.accept("a", heartbeat(FIRST), true);
		passInSilence(1000);
		pass(1030);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isFalse();
		pass(1034);
		assertThat(this.detector.isGone(FIRST, LEASE, true)).isTrue();
	}

	@Test
	void tellsHowWellItHears() {
		assertThat(this.detector.reception())
			.isEqualTo(new InstanceRegistry.HeartbeatReception(null, false, Duration.ofSeconds(9)));
		this.detector.accept("a", heartbeat(FIRST), false);
		assertThat(this.detector.all()).containsExactly(new InstanceRegistry.Sighting(heartbeat(FIRST), START, false));
		assertThat(this.detector.reception().current()).isTrue();
		passInSilence(10);
		assertThat(this.detector.reception())
			.isEqualTo(new InstanceRegistry.HeartbeatReception(START, false, Duration.ofSeconds(9)));
	}

	/**
	 * To so many seconds after the start, with this process itself heard all the while.
	 */
	private void pass(int seconds) {
		while (this.seconds < seconds) {
			passInSilence(this.seconds + 1);
			this.detector.accept("me", heartbeat(new InstanceRef("me", "1")), true);
		}
	}

	private void passInSilence(int seconds) {
		this.seconds = seconds;
		this.clock.set(START.plusSeconds(seconds));
	}

	private static Heartbeat heartbeat(InstanceRef instance) {
		return new Heartbeat(instance, Set.of("worker"), "host", null, 0, 4, "running", START, START, "1");
	}

	private static Heartbeat standing(InstanceRef instance, Standing standing, @Nullable String predecessor, int used) {
		return new Heartbeat(instance, Set.of("worker"), "host", null, used, 4, "running", START, START, "1", standing,
				predecessor, 1L, Set.of());
	}

}
