package io.windhover.security.web;

import io.windhover.security.audit.AuditEvents;
import io.windhover.security.login.LoginLimiter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.audit.AuditEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody guesses passwords.
 */
class WrongLoginsTests {

	private static final String OTTO = Http.basic("otto", OpenPorts.PASSWORD);

	private static final String VERA = Http.basic("vera", OpenPorts.PASSWORD);

	private Ports ports;

	@BeforeEach
	void start() {
		this.ports = Ports.withUsers("windhover.listen-address=0.0.0.0");
	}

	@AfterEach
	void stop() {
		this.ports.close();
	}

	@Test
	void guessesAreRefusedBeforeTheyAreVerifiedAndLockNobodyElseOut() {
		String elsewhere = Http.elsewhere();
		int port = this.ports.management();
		for (int i = 0; i < LoginLimiter.PER_NAME; i++) {
			assertThat(Http.send(elsewhere, port, "GET", "/env", Http.basic("vera", "wrong" + i)).status())
				.isEqualTo(401);
		}
		for (int each : this.ports.both()) {
			Http.Answer refused = Http.send(elsewhere, each, "GET", "/env", VERA);
			assertThat(refused.status()).isEqualTo(429);
			assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 61);
			assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
			assertThat(refused.json().get("hint").asString()).contains("Retry-After");
		}
		assertThat(Http.send("127.0.0.1", port, "GET", "/env", VERA).status()).as("from here").isEqualTo(200);
		assertThat(Http.send(elsewhere, port, "GET", "/env", OTTO).status()).as("another user").isEqualTo(200);
		for (int i = LoginLimiter.PER_NAME; i < LoginLimiter.PER_ADDRESS; i++) {
			assertThat(Http.send(elsewhere, port, "GET", "/env", Http.basic("user" + i, "wrong")).status())
				.isEqualTo(401);
		}
		assertThat(Http.send(elsewhere, port, "GET", "/env", Http.basic("new", "wrong")).status()).isEqualTo(429);
		assertThat(Http.send(elsewhere, port, "GET", "/env", OTTO).status()).as("was right before").isEqualTo(200);
		assertThat(Http.send(elsewhere, port, "GET", "/health").status()).isEqualTo(200);
	}

	@Test
	void strangersPushNoOperationOutOfTheAudit() {
		int port = this.ports.management();
		Http.send("127.0.0.1", port, "DELETE", "/worker/e1.done", OTTO);
		for (int i = 0; i < 1_100; i++) {
			Http.send("127.0.0.1", port, "DELETE", "/worker/guessed", Http.basic("eve" + i, "wrong"));
			Http.send("127.0.0.1", port, "DELETE", "/worker/anonymous");
		}
		AuditEvents events = this.ports.context.getBean(AuditEvents.class);
		assertThat(events.find("otto", null, null)).extracting((event) -> event.getData().get("path"))
			.containsExactly("/worker/e1.done");
		assertThat(events.find(null, null, null)).hasSize(1_001)
			.isSortedAccordingTo((one, other) -> one.getTimestamp().compareTo(other.getTimestamp()))
			.extracting(AuditEvent::getPrincipal)
			.startsWith("otto");
		assertThat(Http.send("127.0.0.1", port, "GET", "/auditevents", OTTO).body()).contains("/worker/e1.done",
				"\"remoteAddress\":\"127.0.0.1\"");
	}

}
