package io.windhover.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimTests {

	private static final Heartbeat OWN = heartbeat("5", Standing.CLAIMING);

	private final Claim claim = new Claim(new InstanceRef("a", "5"), "3");

	@Test
	void isUncontestedWhenNobodyWasHeard() throws Exception {
		this.claim.accept(OWN, true);
		this.claim.awaitOwn(1);
		assertThat(this.claim.isUncontested()).isTrue();
		assertThat(this.claim.winner()).isNull();
	}

	@Test
	void predecessorThatIsKnownToBeDeadIsNoRival() {
		this.claim.accept(heartbeat("1", Standing.HOLDING), false);
		this.claim.accept(heartbeat("3", Standing.HOLDING), false);
		this.claim.accept(OWN, true);
		assertThat(this.claim.isUncontested()).isTrue();
	}

	@Test
	void predecessorThatIsHeardIsAliveAllTheSame() {
		this.claim.accept(heartbeat("3", Standing.HOLDING), true);
		this.claim.accept(OWN, true);
		assertThat(this.claim.winner()).isNotNull();
	}

	@ParameterizedTest
	@EnumSource(names = { "HOLDING", "CLAIMING" })
	void unknownIncarnationContestsItUntilItIsHeardAgain(Standing standing) {
		Heartbeat other = heartbeat("4", standing);
		this.claim.accept(other, false);
		this.claim.accept(OWN, true);
		assertThat(this.claim.isUncontested()).isFalse();
		assertThat(this.claim.winner()).isNull();
		this.claim.accept(other, true);
		assertThat(this.claim.winner()).isEqualTo(other);
	}

	@Test
	void ofTwoThatStartAtTheSameTimeOnlyTheFirstGoesOn() {
		Claim second = new Claim(new InstanceRef("a", "6"), null);
		Heartbeat other = heartbeat("6", Standing.CLAIMING);
		for (Heartbeat each : new Heartbeat[] { OWN, other, OWN, other, heartbeat("5", Standing.HOLDING) }) {
			this.claim.accept(each, true);
			second.accept(each, true);
		}
		assertThat(this.claim.isUncontested()).isTrue();
		assertThat(this.claim.winner()).isNull();
		assertThat(second.winner()).isEqualTo(OWN);
	}

	@Test
	void claimThatComesLaterDoesNotCountUnlessItsSenderHolds() {
		this.claim.accept(OWN, true);
		this.claim.accept(heartbeat("4", Standing.CLAIMING), true);
		assertThat(this.claim.winner()).isNull();
		this.claim.accept(heartbeat("4", Standing.HOLDING), true);
		assertThat(this.claim.winner()).isNotNull();
	}

	@Test
	void incarnationThatIsFencedOrEndedIsNoRival() throws Exception {
		this.claim.accept(heartbeat("4", Standing.HOLDING), false);
		this.claim.accept(heartbeat("4", Standing.FENCED), false);
		assertThat(this.claim.isUncontested()).isTrue();
		this.claim.accept(heartbeat("4", Standing.HOLDING), false);
		this.claim.ended("4");
		this.claim.awaitDecision(Duration.ofDays(1));
		assertThat(this.claim.isUncontested()).isTrue();
	}

	private static Heartbeat heartbeat(String incarnation, Standing standing) {
		return new Heartbeat(new InstanceRef("a", incarnation), Set.of(), "host", null, 0, 0, null, Instant.EPOCH,
				Instant.EPOCH, null, standing, null, 1L, Set.of());
	}

}
