package io.windhover.security.login;

import java.time.Duration;

import io.windhover.management.FixedClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LoginLimiterTests {

	private static final String ADDRESS = "203.0.113.7";

	private final FixedClock clock = new FixedClock();

	private final LoginLimiter limiter = new LoginLimiter(this.clock);

	@Test
	void nameIsBlockedFromTheAddressThatGuessesItAndFromNoOther() {
		fail(ADDRESS, "ada", LoginLimiter.PER_NAME);
		assertThat(this.limiter.begin(ADDRESS, "ada")).isEqualTo(LoginLimiter.WINDOW);
		assertThat(this.limiter.blocked(ADDRESS, "ada")).isEqualTo(LoginLimiter.WINDOW);
		assertThat(this.limiter.begin(ADDRESS, "bob")).isZero();
		assertThat(this.limiter.begin("203.0.113.8", "ada")).isZero();
	}

	@Test
	void addressIsBlockedForAllNames() {
		for (int i = 0; i < LoginLimiter.PER_ADDRESS; i++) {
			fail(ADDRESS, "name" + i, 1);
		}
		assertThat(this.limiter.begin(ADDRESS, "ada")).isEqualTo(LoginLimiter.WINDOW);
		assertThat(this.limiter.begin("203.0.113.8", "ada")).isZero();
	}

	@Test
	void blockEndsWithItsWindow() {
		fail(ADDRESS, "ada", LoginLimiter.PER_NAME);
		this.clock.advance(LoginLimiter.WINDOW.minusSeconds(1));
		assertThat(this.limiter.begin(ADDRESS, "ada")).isEqualTo(Duration.ofSeconds(1));
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.limiter.begin(ADDRESS, "ada")).isZero();
	}

	@Test
	void rightPasswordIsNotCounted() {
		for (int i = 0; i < 2 * LoginLimiter.PER_ADDRESS; i++) {
			assertThat(this.limiter.begin(ADDRESS, "ada")).isZero();
			this.limiter.succeeded(ADDRESS, "ada");
		}
	}

	@Test
	void addressesOfOneNetworkAreOne() {
		for (int i = 0; i < LoginLimiter.PER_NAME; i++) {
			fail("2001:db8:0:1:0:0:0:" + i, "ada", 1);
		}
		assertThat(this.limiter.begin("2001:db8:0:1:9:9:9:9", "ada")).isPositive();
		assertThat(this.limiter.begin("2001:db8:0:2:0:0:0:1", "ada")).isZero();
	}

	private void fail(String address, String name, int times) {
		for (int i = 0; i < times; i++) {
			assertThat(this.limiter.begin(address, name)).isZero();
		}
	}

}
