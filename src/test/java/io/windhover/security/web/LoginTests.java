package io.windhover.security.web;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import io.windhover.security.login.LoginLimiter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A viewer and an operator log in at the console, and pages of elsewhere try to use that.
 */
class LoginTests {

	private static final String LOGGER = "/loggers/io.windhover.session";

	private static final String JSON = "Content-Type: application/json";

	private static final String LEVEL = "{\"configuredLevel\": \"DEBUG\"}";

	private static Ports ports;

	@BeforeAll
	static void start() {
		ports = Ports.withUsers();
	}

	@AfterAll
	static void stop() {
		ports.close();
	}

	@Test
	void consoleIsReadWithoutALoginAndNothingElseIs() {
		for (int port : ports.both()) {
			for (String path : List.of("/console/", "/console/workers", "/console/assets/app.js")) {
				assertThat(send(port, "GET", path).status()).isEqualTo(200);
			}
			// nor does the page make a browser ask for it, which would want a password
			assertThat(send(port, "GET", "/console/").body()).contains("/console/config").doesNotContain("/samples");
			assertThat(send(port, "GET", "/", "Accept: text/html").status()).isEqualTo(200);
			assertThat(send(port, "GET", "/env", "Accept: text/html").body()).doesNotContain("propertySources");
			assertThat(send(port, "GET", "/env?raw=true", "Accept: text/html").status()).isEqualTo(401);
			JsonNode config = send(port, "GET", "/console/config").json();
			assertThat(config.get("users").asBoolean()).isTrue();
			assertThat(config.get("instance").isNull()).isTrue();
			assertThat(config.get("version").isNull()).isTrue();
			assertThat(config.get("user").isNull()).isTrue();
			assertThat(config.get("roles")).isEmpty();
			assertThat(config.get("csrf").isNull()).isTrue();
		}
	}

	@Test
	void userLogsInAndOnBothPorts() {
		for (int port : ports.both()) {
			Http.Answer login = login(port, "vera", OpenPorts.PASSWORD);
			assertThat(login.status()).isEqualTo(204);
			assertThat(login.header("Set-Cookie"))
				.matches("windhover-session=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict");
			String cookie = cookie(login);
			for (int each : ports.both()) {
				assertThat(send(each, "GET", "/nothing", cookie).status()).isEqualTo(404);
				assertThat(send(each, "GET", "/nothing", cookie).header(RolesHeaderWriter.NAME)).isEqualTo("viewer");
				JsonNode config = send(each, "GET", "/console/config", cookie).json();
				assertThat(config.get("user").asString()).isEqualTo("vera");
				assertThat(config.get("roles").toString()).isEqualTo("[\"viewer\"]");
				assertThat(config.get("csrf").asString()).hasSize(43);
				assertThat(config.get("instance").asString()).isEqualTo("test");
			}
			assertThat(send(ports.management(), "GET", "/worker", cookie).header("Set-Cookie")).isEmpty();
		}
	}

	@Test
	void changeNeedsTheTokenOfItsSession() {
		String cookie = cookie(login(ports.management(), "otto", OpenPorts.PASSWORD));
		String other = cookie(login(ports.management(), "otto", OpenPorts.PASSWORD));
		assertThat(change(cookie, token(cookie)).status()).isEqualTo(204);
		for (String wrong : List.of(token(other), "X-Csrf-Token: ", "X-Csrf-Token: made-up", "X-Other: 1")) {
			Http.Answer answer = change(cookie, wrong);
			assertThat(answer.status()).as(wrong).isEqualTo(403);
			assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
			assertThat(answer.json().get("detail").asString()).contains("X-Csrf-Token");
		}
		assertThat(send(ports.api(), "DELETE", "/nothing", cookie).status()).isEqualTo(403);
		assertThat(send(ports.api(), "DELETE", "/nothing", cookie, token(cookie)).status()).isEqualTo(404);
		// by name and password as ever
		assertThat(send(ports.management(), "POST", LOGGER, LEVEL, cookie, JSON, Http.basic("otto", OpenPorts.PASSWORD))
			.status()).isEqualTo(204);
	}

	@Test
	void viewerChangesNothingWhateverTheTokenIs() {
		String cookie = cookie(login(ports.management(), "vera", OpenPorts.PASSWORD));
		Http.Answer answer = change(cookie, token(cookie));
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.json().get("hint").asString()).contains("operator");
	}

	@Test
	void pageOfAnotherOriginChangesNothingAndLogsNobodyIn() {
		String cookie = cookie(login(ports.management(), "otto", OpenPorts.PASSWORD));
		for (String header : List.of("Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site",
				"Sec-Fetch-Site: same-site", "Origin: http://127.0.0.1:1")) {
			for (String token : List.of(token(cookie), "X-Other: 1")) {
				assertThat(send(ports.management(), "POST", LOGGER, LEVEL, cookie, token, JSON, header).status())
					.as(header)
					.isEqualTo(403);
			}
			Http.Answer login = login(ports.management(), "otto", OpenPorts.PASSWORD, header);
			assertThat(login.status()).as(header).isEqualTo(403);
			assertThat(login.header("Set-Cookie")).isEmpty();
			assertThat(send(ports.management(), "POST", "/console/logout", cookie, token(cookie), header).status())
				.isEqualTo(403);
		}
		Http.Answer read = send(ports.management(), "GET", "/console/config", cookie, "Origin: http://evil.example");
		assertThat(read.header("Access-Control-Allow-Origin")).isEmpty();
		assertThat(read.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
		assertThat(change(cookie, token(cookie)).status()).as("still logged in").isEqualTo(204);
	}

	@Test
	void logoutEndsTheSessionOnBothPorts() {
		String cookie = cookie(login(ports.api(), "otto", OpenPorts.PASSWORD));
		assertThat(send(ports.management(), "POST", "/console/logout", cookie).status()).isEqualTo(403);
		Http.Answer logout = send(ports.management(), "POST", "/console/logout", cookie, token(cookie));
		assertThat(logout.status()).isEqualTo(204);
		assertThat(logout.header("Set-Cookie")).startsWith("windhover-session=; Path=/; Max-Age=0;");
		for (int port : ports.both()) {
			assertThat(send(port, "GET", "/nothing", cookie).status()).isEqualTo(401);
			assertThat(send(port, "POST", "/console/logout", cookie).status()).isEqualTo(204);
		}
	}

	@Test
	void loginEndsTheSessionBeforeIt() {
		String before = cookie(login(ports.management(), "vera", OpenPorts.PASSWORD));
		String after = cookie(login(ports.management(), "otto", OpenPorts.PASSWORD, before, token(before)));
		assertThat(after).isNotEqualTo(before);
		assertThat(send(ports.management(), "GET", "/worker", before).status()).isEqualTo(401);
		assertThat(send(ports.management(), "GET", "/worker", after).status()).isEqualTo(200);
	}

	@Test
	void staleCookieLetsNobodyInAndTheConsoleIsNotAskedByADialog() {
		String stale = "Cookie: windhover-session=" + "x".repeat(43);
		Http.Answer answer = send(ports.management(), "GET", "/worker", stale);
		assertThat(answer.status()).isEqualTo(401);
		assertThat(answer.header("WWW-Authenticate")).startsWith("Basic");
		Http.Answer console = send(ports.management(), "GET", "/worker", stale, "Windhover-Console: 1");
		assertThat(console.status()).isEqualTo(401);
		assertThat(console.header("WWW-Authenticate")).isEmpty();
		assertThat(change(stale, "X-Csrf-Token: x").status()).isEqualTo(401);
		assertThat(login(ports.management(), "vera", OpenPorts.PASSWORD, stale).status()).isEqualTo(204);
	}

	@Test
	void sessionOfAnotherProcessIsNone() {
		String cookie = cookie(login(ports.management(), "vera", OpenPorts.PASSWORD));
		try (Ports others = Ports.withUsers()) {
			assertThat(send(others.management(), "GET", "/worker", cookie).status()).isEqualTo(401);
		}
	}

	@Test
	void unknownUserAndWrongPasswordAnswerTheSame() {
		Http.Answer wrong = login(ports.management(), "vera", "wrong");
		Http.Answer unknown = login(ports.management(), "eve", "wrong");
		assertThat(wrong.status()).isEqualTo(401);
		assertThat(wrong.header("WWW-Authenticate")).isEmpty();
		assertThat(wrong.header("Set-Cookie")).isEmpty();
		assertThat(wrong.body()).isEqualTo(unknown.body());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "null", "{\"name\": \"vera\"}", "{\"name\": 1, \"password\": 2}" })
	void malformedLoginIsTold(String body) {
		Http.Answer answer = Http.sendBody("127.0.0.1", ports.management(), "POST", "/console/login", body, JSON);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().get("hint").asString()).contains("password");
	}

	@Test
	void loginIsNoFormAndShort() {
		String body = "{\"name\": \"vera\", \"password\": \"%s\"}".formatted(OpenPorts.PASSWORD);
		for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "no type")) {
			assertThat(Http
				.sendBody("127.0.0.1", ports.management(), "POST", "/console/login", body, "Content-Type: " + type)
				.status()).as(type).isEqualTo(415);
		}
		assertThat(Http.sendBody("127.0.0.1", ports.management(), "POST", "/console/login", body).status())
			.isEqualTo(415);
		assertThat(login(ports.management(), "vera", "x".repeat(5000)).status()).isEqualTo(400);
	}

	@Test
	void loginsAreLimitedAsThoseByHttpBasic() {
		withPorts((guessed) -> {
			for (int i = 0; i < LoginLimiter.PER_NAME; i++) {
				int port = guessed.both().get(i % 2);
				assertThat(login(port, "vera", "wrong" + i).status()).isEqualTo(401);
			}
			Http.Answer limited = login(guessed.management(), "vera", OpenPorts.PASSWORD);
			assertThat(limited.status()).isEqualTo(429);
			assertThat(limited.header("Retry-After")).isNotEmpty();
			assertThat(limited.header("Set-Cookie")).isEmpty();
			assertThat(send(guessed.management(), "GET", "/worker", Http.basic("vera", OpenPorts.PASSWORD)).status())
				.isEqualTo(429);
			assertThat(login(guessed.api(), "otto", OpenPorts.PASSWORD).status()).isEqualTo(204);
		});
	}

	@Test
	void auditNamesTheUser() {
		withPorts((audited) -> {
			int port = audited.management();
			String cookie = cookie(login(port, "otto", OpenPorts.PASSWORD));
			String token = "X-Csrf-Token: "
					+ send(port, "GET", "/console/config", cookie).json().get("csrf").asString();
			send(port, "POST", LOGGER, LEVEL, cookie, token, JSON);
			send(port, "POST", LOGGER, LEVEL, cookie, JSON);
			login(port, "my-password", "wrong");
			send(port, "POST", "/console/logout", cookie, token);
			List<AuditEvent> events = audited.context.getBean(AuditEventRepository.class).find(null, null, null);
			assertThat(events)
				.extracting((event) -> "%s %s %s".formatted(event.getType(), event.getPrincipal(),
						event.getData().get("status")))
				.containsExactly("LOGIN otto 204", "WRITE otto 204", "WRITE otto 403", "REFUSED_LOGIN anonymous 401",
						"LOGOUT otto 204");
			assertThat(events.toString()).doesNotContain("my-password", OpenPorts.PASSWORD);
		});
	}

	private static void withPorts(Consumer<Ports> test) {
		try (Ports own = Ports.withUsers()) {
			test.accept(own);
		}
	}

	private static Http.Answer change(String cookie, String token) {
		return send(ports.management(), "POST", LOGGER, LEVEL, cookie, token, JSON);
	}

	private static Http.Answer login(int port, String name, String password, String... headers) {
		String[] all = new String[headers.length + 1];
		all[0] = JSON;
		System.arraycopy(headers, 0, all, 1, headers.length);
		return Http.sendBody("127.0.0.1", port, "POST", "/console/login",
				"{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password), all);
	}

	private static String cookie(Http.Answer login) {
		return "Cookie: " + login.header("Set-Cookie").split(";", 2)[0];
	}

	private static String token(String cookie) {
		return "X-Csrf-Token: "
				+ send(ports.management(), "GET", "/console/config", cookie).json().get("csrf").asString();
	}

	/** The body goes before the headers where there is one. */
	private static Http.Answer send(int port, String method, String path, String... headers) {
		boolean body = headers.length > 0 && headers[0].startsWith("{");
		return body
				? Http.sendBody("127.0.0.1", port, method, path, headers[0],
						Arrays.copyOfRange(headers, 1, headers.length))
				: Http.send("127.0.0.1", port, method, path, headers);
	}

}
