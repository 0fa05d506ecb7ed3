package io.windhover.security.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.windhover.management.FixedClock;
import io.windhover.security.AccessRole;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class SessionsTests {

	private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");

	private final FixedClock clock = new FixedClock();

	private final Sessions sessions = new Sessions(this.clock);

	SessionsTests() {
		at(Duration.ZERO);
	}

	@Test
	void sessionIsOfWhoBeganItAndHasItsOwnToken() {
		String id = this.sessions.begin(user("ada"));
		String other = this.sessions.begin(user("vera"));
		// 256 bits
		assertThat(id).hasSize(43).isNotEqualTo(other);
		Session session = requireNonNull(this.sessions.use(id));
		assertThat(session.user().getName()).isEqualTo("ada");
		assertThat(session.csrfToken()).hasSize(43).isNotEqualTo(id);
		assertThat(session.isProvenBy(session.csrfToken())).isTrue();
		assertThat(session.isProvenBy(requireNonNull(this.sessions.use(other)).csrfToken())).isFalse();
		assertThat(session.isProvenBy("")).isFalse();
		assertThat(session.isProvenBy(null)).isFalse();
		assertThat(this.sessions.use("made up")).isNull();
	}

	@Test
	void sessionEndsWhenItIsNotUsed() {
		String id = this.sessions.begin(user("ada"));
		at(Sessions.IDLE.minusSeconds(1));
		assertThat(this.sessions.use(id)).isNotNull();
		at(Sessions.IDLE.plusMinutes(30));
		assertThat(this.sessions.use(id)).isNotNull();
		at(Sessions.IDLE.multipliedBy(2).plusMinutes(30));
		assertThat(this.sessions.use(id)).isNull();
		assertThat(this.sessions.count()).isZero();
	}

	@Test
	void sessionEndsHoweverMuchItIsUsed() {
		String id = this.sessions.begin(user("ada"));
		for (Duration time = Duration.ZERO; time.compareTo(Sessions.LONGEST) < 0; time = time.plusMinutes(30)) {
			at(time);
			assertThat(this.sessions.use(id)).as(time.toString()).isNotNull();
		}
		at(Sessions.LONGEST);
		assertThat(this.sessions.use(id)).isNull();
	}

	@Test
	void sessionIsEnded() {
		String id = this.sessions.begin(user("ada"));
		this.sessions.end(id);
		assertThat(this.sessions.use(id)).isNull();
	}

	@Test
	void userHasFewSessionsAndNoneOfOthersEndsForThem() {
		String other = this.sessions.begin(user("vera"));
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < Sessions.PER_USER; i++) {
			at(Duration.ofSeconds(i));
			ids.add(this.sessions.begin(user("ada")));
		}
		at(Duration.ofMinutes(1));
		assertThat(this.sessions.use(ids.get(0))).isNotNull();
		this.sessions.begin(user("ada"));
		assertThat(this.sessions.count()).isEqualTo(Sessions.PER_USER + 1);
		assertThat(this.sessions.use(ids.get(0))).as("used last").isNotNull();
		assertThat(this.sessions.use(ids.get(1))).as("not used for longest").isNull();
		assertThat(this.sessions.use(other)).isNotNull();
	}

	@Test
	void whatIsOverTakesNoPlace() {
		this.sessions.begin(user("ada"));
		at(Sessions.LONGEST);
		this.sessions.begin(user("vera"));
		assertThat(this.sessions.count()).isOne();
	}

	private void at(Duration time) {
		this.clock.set(START.plus(time));
	}

	private static Authentication user(String name) {
		return UsernamePasswordAuthenticationToken.authenticated(name, null, List.of(AccessRole.VIEWER));
	}

}
