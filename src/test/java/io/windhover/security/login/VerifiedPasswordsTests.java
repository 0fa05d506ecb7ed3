package io.windhover.security.login;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

class VerifiedPasswordsTests {

	private final AtomicInteger verifications = new AtomicInteger();

	private final VerifiedPasswords passwords = new VerifiedPasswords(new BCryptPasswordEncoder(4) {

		@Override
		public boolean matchesNonNull(String rawPassword, String encodedPassword) {
			VerifiedPasswordsTests.this.verifications.incrementAndGet();
			return super.matchesNonNull(rawPassword, encodedPassword);
		}

	});

	@Test
	void rightPasswordIsVerifiedOnce() {
		String encoded = String.valueOf(this.passwords.encode("right"));
		assertThat(this.passwords.matches("right", encoded)).isTrue();
		assertThat(this.passwords.matches("right", encoded)).isTrue();
		assertThat(this.verifications).hasValue(1);
	}

	@Test
	void wrongPasswordIsVerifiedEachTimeAndNeverRight() {
		String encoded = String.valueOf(this.passwords.encode("right"));
		String other = String.valueOf(this.passwords.encode("other"));
		assertThat(this.passwords.matches("right", encoded)).isTrue();
		assertThat(this.passwords.matches("wrong", encoded)).isFalse();
		assertThat(this.passwords.matches("wrong", encoded)).isFalse();
		assertThat(this.passwords.matches("right", other)).isFalse();
		assertThat(this.verifications).hasValue(4);
	}

}
