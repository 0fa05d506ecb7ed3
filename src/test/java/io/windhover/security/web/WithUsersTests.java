package io.windhover.security.web;

import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A viewer and an operator are configured.
 */
@ExtendWith(OutputCaptureExtension.class)
class WithUsersTests {

	private static final String LOGGER = "/loggers/io.windhover.some";

	private static final String VERA = Http.basic("vera", OpenPorts.PASSWORD);

	private static final String OTTO = Http.basic("otto", OpenPorts.PASSWORD);

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
	void thisMachineWantsAUserToo() {
		for (int port : ports.both()) {
			assertThat(Http.send("127.0.0.1", port, "GET", "/env").status()).isEqualTo(401);
			assertThat(Http.send("127.0.0.1", port, "GET", "/nothing").status()).isEqualTo(401);
			assertThat(Http.send("127.0.0.1", port, "GET", "/nothing", VERA).status()).isEqualTo(404);
		}
	}

	@Test
	void answerTellsTheCallerItsRoles() {
		for (int port : ports.both()) {
			assertThat(Http.send("127.0.0.1", port, "GET", "/nothing", VERA).header(RolesHeaderWriter.NAME))
				.isEqualTo("viewer");
			assertThat(Http.send("127.0.0.1", port, "GET", "/nothing", OTTO).header(RolesHeaderWriter.NAME))
				.isEqualTo("operator");
			assertThat(Http.send("127.0.0.1", port, "GET", "/nothing").header(RolesHeaderWriter.NAME)).isEmpty();
		}
		Http.Answer refused = Http.send("127.0.0.1", ports.management(), "POST", LOGGER, VERA);
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.header(RolesHeaderWriter.NAME)).isEqualTo("viewer");
	}

	@Test
	void probesAnswerWithoutAUserAndTellTheStatusOnly() {
		for (String path : List.of("/health", "/health/liveness", "/health/readiness")) {
			Http.Answer answer = Http.send("127.0.0.1", ports.management(), "GET", path);
			assertThat(answer.status()).isEqualTo(200);
			assertThat(answer.json().propertyNames()).contains("status").doesNotContain("components");
			assertThat(Http.send("127.0.0.1", ports.management(), "GET", path, VERA).json().propertyNames())
				.contains("components");
			assertThat(Http.send("127.0.0.1", ports.management(), "POST", path).status()).isEqualTo(401);
		}
	}

	@Test
	void unknownUserAndWrongPasswordAnswerTheSame() {
		Http.Answer wrong = Http.send("127.0.0.1", ports.management(), "GET", "/worker", Http.basic("vera", "wrong"));
		Http.Answer unknown = Http.send("127.0.0.1", ports.management(), "GET", "/worker", Http.basic("eve", "wrong"));
		assertThat(wrong.status()).isEqualTo(401);
		assertThat(wrong.body()).isEqualTo(unknown.body());
		assertThat(wrong.head().replaceAll("Date:.*", "")).isEqualTo(unknown.head().replaceAll("Date:.*", ""));
	}

	@Test
	void malformedCredentialsAreWrongOnes() {
		for (String header : List.of("Authorization: Basic", "Authorization: Basic %%%",
				"Authorization: Basic dmVyYQ==", "Authorization: Bearer abc", "Authorization: ")) {
			assertThat(Http.send("127.0.0.1", ports.management(), "GET", "/worker", header).status()).as(header)
				.isEqualTo(401);
		}
	}

	@Test
	void viewerChangesNothingAndOperatorDoes() {
		Http.Answer viewer = Http.send("127.0.0.1", ports.management(), "POST", LOGGER, VERA);
		assertThat(viewer.status()).isEqualTo(403);
		assertThat(viewer.json().get("hint").asString()).contains("operator");
		assertThat(Http.send("127.0.0.1", ports.management(), "POST", LOGGER, OTTO, "Content-Type: application/json")
			.status()).isIn(204, 400);
	}

	@Test
	void pageOfAnotherOriginChangesNothingWithThePasswordThatABrowserAdds() {
		for (String header : List.of("Origin: http://evil.example", "Sec-Fetch-Site: same-site")) {
			for (int port : ports.both()) {
				assertThat(Http.send("127.0.0.1", port, "POST", LOGGER, OTTO, header).status()).isEqualTo(403);
			}
		}
	}

	@Test
	void thereAreNoCookies() {
		assertThat(Http.send("127.0.0.1", ports.management(), "GET", "/worker", OTTO).header("Set-Cookie")).isEmpty();
	}

	@Test
	void callOfAWebhookNeedsNoUserAndItsKeyIsNotShown(CapturedOutput output) {
		String hook = "/api/webhooks/demo/called/";
		for (String method : List.of("GET", "POST", "PUT")) {
			assertThat(Http.send("127.0.0.1", ports.api(), method, hook + "k3y-of-the-webhook").status())
				.isEqualTo(404);
		}
		for (String method : List.of("HEAD", "DELETE", "OPTIONS")) {
			assertThat(Http.send("127.0.0.1", ports.api(), method, hook + "k3y-of-the-webhook").status())
				.isEqualTo(401);
		}
		assertThat(Http.send("127.0.0.1", ports.api(), "GET", hook).status()).isEqualTo(401);
		assertThat(Http.send("127.0.0.1", ports.api(), "GET", "/api" + hook + "k3y-of-the-webhook/x").status())
			.isEqualTo(401);
		assertThat(ports.context.getBean(AuditEventRepository.class).find(null, null, "WRITE"))
			.filteredOn((event) -> (hook + "******").equals(event.getData().get("path")))
			.extracting((event) -> event.getData().get("method"))
			.containsExactly("GET", "POST", "PUT", "DELETE");
		assertThat(output.toString()).contains(hook + "******").doesNotContain("k3y-of");
		assertThat(Http.send("127.0.0.1", ports.management(), "GET", "/auditevents", VERA).body())
			.doesNotContain("k3y-of");
	}

	@Test
	void writesAreAuditedDoneOrRefused(CapturedOutput output) {
		String path = "/loggers/io.windhover.audited";
		Http.send("127.0.0.1", ports.management(), "POST", path + "?token=s3cret", OTTO);
		Http.send("127.0.0.1", ports.management(), "POST", path, VERA);
		Http.send("127.0.0.1", ports.management(), "POST", path);
		Http.send("127.0.0.1", ports.api(), "DELETE", path, OTTO, "Origin: http://evil.example");
		Http.send("127.0.0.1", ports.management(), "GET", path, OTTO);
		Http.send("127.0.0.1", ports.management(), "GET", path, Http.basic("my-password", "typed as a name"));
		List<AuditEvent> events = ports.context.getBean(AuditEventRepository.class)
			.find(null, null, null)
			.stream()
			.filter((event) -> path.equals(event.getData().get("path")))
			.toList();
		assertThat(events).extracting(AuditEvent::getType)
			.containsExactly("WRITE", "WRITE", "WRITE", "WRITE", "REFUSED_LOGIN");
		assertThat(events).extracting(AuditEvent::getPrincipal)
			.containsExactly("otto", "vera", "anonymous", "otto", "anonymous");
		assertThat(events).extracting((event) -> event.getData().get("status"))
			.satisfies((statuses) -> assertThat(statuses.get(0)).isIn(204, 400, 415))
			.endsWith(403, 401, 403, 401);
		assertThat(events).allSatisfy((event) -> assertThat(event.getData()).containsEntry("from", "127.0.0.1"));
		assertThat(output).contains("type=WRITE who=vera from=127.0.0.1 port=%d method=POST path=%s status=403"
			.formatted(ports.management(), path));
		assertThat(output.toString()).doesNotContain("s3cret", "my-password", "typed as a name");
		JsonNode shown = Http.send("127.0.0.1", ports.management(), "GET", "/auditevents", VERA).json().get("events");
		assertThat(shown).hasSizeGreaterThanOrEqualTo(5);
	}

}
