package io.windhover.management.health;

import java.util.Set;

import io.windhover.cluster.Identity;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Standing;
import io.windhover.management.FixedClock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class IdentityHealthIndicatorTests {

	private final Identity identity = mock();

	@Test
	void isUpWhileNobodyElseHasTheId() {
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void fencedProcessIsOutOfServiceAndNamesTheOther() {
		given(this.identity.rival()).willReturn(new Heartbeat(new InstanceRef("a", "6"), Set.of(), "elsewhere", null, 0,
				0, null, FixedClock.START, FixedClock.START, null, Standing.HOLDING, null, 42L, Set.of()));
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health().getDetails()).containsEntry("host", "elsewhere")
			.containsEntry("pid", 42L)
			.containsEntry("incarnation", "6")
			.containsKey("reason");
	}

	private Health health() {
		return new IdentityHealthIndicator(this.identity).health();
	}

}
