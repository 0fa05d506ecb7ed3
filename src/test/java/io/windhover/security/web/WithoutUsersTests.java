package io.windhover.security.web;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Both ports are open to others, and there are no users.
 */
class WithoutUsersTests {

	private static Ports ports;

	@BeforeAll
	static void start() {
		ports = new Ports("windhover.listen-address=0.0.0.0", "windhover.security.allowed-hosts=windhover.example",
				"windhover.security.allowed-origins=http://admin.example");
	}

	@AfterAll
	static void stop() {
		ports.close();
	}

	@Test
	void elsewhereIsToldWhichPropertyToSet() {
		String elsewhere = Http.elsewhere();
		for (int port : ports.both()) {
			Http.Answer answer = Http.send(elsewhere, port, "GET", "/env");
			assertThat(answer.status()).isEqualTo(401);
			// a browser would ask for a password that nobody has
			assertThat(answer.header("WWW-Authenticate")).isEmpty();
			assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
			assertThat(answer.json().get("hint").asString()).contains("windhover.security.users");
		}
	}

	@Test
	void loopbackNameAloneMakesNobodyLocal() {
		String elsewhere = Http.elsewhere();
		assertThat(Http.send(elsewhere, ports.management(), "GET", "/env", "Host: localhost").status()).isEqualTo(401);
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1;host=localhost",
			"X-Real-IP: 127.0.0.1", "X-Forwarded-Host: localhost" })
	void headerOfAProxyMakesNobodyLocal(String header) {
		String elsewhere = Http.elsewhere();
		for (int port : ports.both()) {
			assertThat(Http.send(elsewhere, port, "GET", "/env", "Host: localhost", header).status()).isEqualTo(401);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-Forwarded-For: 203.0.113.7", "Forwarded: for=203.0.113.7", "Via: 1.1 proxy",
			"X-Forwarded-Proto: https" })
	void proxyOnThisMachineIsNotThisMachine(String header) {
		assertThat(Http.send("127.0.0.1", ports.management(), "GET", "/env").status()).isEqualTo(200);
		Http.Answer refused = Http.send("127.0.0.1", ports.management(), "GET", "/env", header);
		assertThat(refused.status()).isEqualTo(401);
		assertThat(refused.header("WWW-Authenticate")).isEmpty();
		assertThat(refused.json().get("detail").asString()).contains("header " + header.split(":", 2)[0]);
		assertThat(Http.send("127.0.0.1", ports.management(), "GET", "/prometheus", header).status()).isEqualTo(200);
	}

	@Test
	void otherNamesAreRefusedEvenWhatAllMayRead() {
		for (int port : ports.both()) {
			for (String host : new String[] { "evil.example", "localhost.evil.example", "127.0.0.1.evil.example" }) {
				Http.Answer answer = Http.send("127.0.0.1", port, "GET", "/health", "Host: " + host);
				assertThat(answer.status()).as(host).isEqualTo(403);
				assertThat(answer.json().get("hint").asString()).contains("windhover.security.allowed-hosts");
			}
		}
	}

	@Test
	void namesOfThisMachineAreTaken() {
		for (String host : new String[] { "windhover.example", "WINDHOVER.example:8081", "10.1.2.3", "[fd00::2]:8081",
				"localhost" }) {
			assertThat(Http.send("127.0.0.1", ports.management(), "GET", "/health", "Host: " + host).status()).as(host)
				.isEqualTo(200);
		}
		assertThat(Http.send("127.0.0.1", ports.management(), "GET", "/env", "Host: windhover.example").status())
			.isEqualTo(401);
	}

	@Test
	void pageOfAnotherOriginChangesNothing() {
		String path = "/loggers/io.windhover.some";
		int port = ports.management();
		for (String header : new String[] { "Origin: http://evil.example", "Origin: null", "Origin: http://localhost:1",
				"Origin: https://localhost:" + port, "Origin: ", "Origin: not an origin", "Sec-Fetch-Site: cross-site",
				"Sec-Fetch-Site: same-site" }) {
			Http.Answer answer = Http.send("127.0.0.1", port, "POST", path, "Host: localhost:" + port, header);
			assertThat(answer.status()).as(header).isEqualTo(403);
			assertThat(answer.json().get("hint").asString()).contains("windhover.security.allowed-origins");
		}
	}

	@Test
	void ownPagesAndAllowedOnesChange() {
		String path = "/loggers/io.windhover.some";
		int port = ports.management();
		for (String header : new String[] { "Origin: http://localhost:" + port, "Origin: http://admin.example",
				"Origin: http://admin.example\r\nSec-Fetch-Site: cross-site", "Sec-Fetch-Site: none", "Accept: */*" }) {
			Http.Answer answer = Http.send("127.0.0.1", port, "POST", path, "Host: localhost:" + port, header,
					"Content-Type: application/json");
			// let in: the body is missing
			assertThat(answer.status()).as(header + answer.text()).isIn(204, 400);
		}
	}

	@Test
	void thisMachineHasBothRoles() {
		for (int port : ports.both()) {
			assertThat(Http.send("127.0.0.1", port, "GET", "/nothing").header(RolesHeaderWriter.NAME))
				.isEqualTo("viewer, operator");
		}
	}

	@Test
	void answersAreForNoOtherOrigin() {
		for (int port : ports.both()) {
			Http.Answer answer = Http.send("127.0.0.1", port, "GET", "/", "Origin: http://evil.example");
			assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
			assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
			assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
			assertThat(answer.header("Strict-Transport-Security")).isEmpty();
			assertThat(answer.header("Cache-Control")).contains("no-store");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void believedHeadersMakeNobodyLocalEither(String strategy) {
		String elsewhere = Http.elsewhere();
		// the worst that can be configured: anybody may be a proxy
		try (Ports believing = new Ports("windhover.listen-address=0.0.0.0",
				"server.forward-headers-strategy=" + strategy, "server.tomcat.remoteip.internal-proxies=.*")) {
			for (int port : believing.both()) {
				for (String header : new String[] { "X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1",
						"X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: localhost" }) {
					assertThat(Http.send(elsewhere, port, "GET", "/env", "Host: localhost", header).status()).as(header)
						.isEqualTo(401);
				}
				assertThat(Http.send("127.0.0.1", port, "GET", "/env", "X-Forwarded-For: 127.0.0.1").status())
					.isEqualTo(401);
			}
		}
	}

}
