package io.windhover.security.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Faults of both ports of the whole application, whoever answers them.
 */
class ProblemsIT {

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private static OpenPorts windhover;

	@BeforeAll
	static void start() {
		windhover = new OpenPorts("problems");
		// before, the scheduler does not know which triggers there are
		WorkingEngine.awaitReady(windhover);
	}

	@AfterAll
	static void stop() {
		windhover.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "8080 | GET | /nothing | | 404", "8080 | GET | /error | | 404",
			"8080 | GET | /api/executions?size=x | | 400", "8080 | GET | /api/executions?size=0 | | 400",
			"8080 | GET | /api/executions/none | | 404", "8080 | DELETE | /api/executions | | 405",
			"8080 | TRACE | /api/flows | | 405", "8080 | GET | /api/flows/a%2Fb/c | | 400",
			"8080 | POST | /api/flows/a/b/executions | {\"x\": 1} | 400", "8080 | POST | /api/flows/validate | - | 415",
			"8081 | GET | /nothing | | 404", "8081 | GET | /health/nothing/x/y | | 404",
			"8081 | GET | /worker/none | | 404", "8081 | GET | /worker%2Fx | | 400",
			"8081 | GET | /scheduler?x=1 | | 400", "8081 | DELETE | /worker/none | | 404",
			"8081 | DELETE | /scheduler | | 405", "8081 | POST | /worker | {\"state\": \"x\"} | 400",
			"8081 | POST | /worker | { | 400", "8081 | GET | /metrics/none | | 404", "8081 | GET | /env/none | | 404",
			"8081 | POST | /scheduler/a/b/c | {\"fire\": \"now\"} | 404",
			"8081 | POST | /loggers/some | {\"configuredLevel\": \"LOUD\"} | 400" })
	void everyProblemHasTheSameMembers(int port, String method, String path, String body, int status)
			throws IOException, InterruptedException {
		HttpResponse<String> answer = send(port, method, path, (body != null) ? body : "");
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
		JsonNode problem = new Http.Answer("HTTP/1.1 0\r\n\r\n" + answer.body()).json();
		assertThat(problem.propertyNames()).as(answer.body()).contains("type", "title", "status", "detail", "hint");
		assertThat(problem.get("type").asString()).isEqualTo("about:blank");
		assertThat(problem.get("status").asInt()).isEqualTo(status);
		for (String member : Set.of("title", "detail", "hint")) {
			assertThat(problem.get(member).asString()).as(member).isNotBlank();
		}
	}

	@Test
	void bodyThatIsTooLargeIsRefusedBeforeItComes() throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), windhover.port)) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write("""
					POST /api/flows/validate HTTP/1.1
					Host: localhost
					Content-Type: application/yaml
					Content-Length: 1000000000

					""".replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 413 ")
				.contains("application/problem+json", "The body of the request is larger than 8388608 bytes.",
						"windhover.security.max-body");
		}
	}

	@Test
	void requestWithFilesHasLimitsOfItsOwn() throws IOException, InterruptedException {
		String path = "/api/flows/files/upload";
		assertThat(send(URI.create("http://127.0.0.1:" + windhover.port + path), "PUT", "application/yaml",
				"{namespace: files, id: upload, inputs: [{id: data, type: file}], tasks: [{id: a, type: log, message: a}]}")
			.statusCode()).isEqualTo(201);
		String part = "--x\r\nContent-Disposition: form-data; name=\"data\"; filename=\"a\"\r\n\r\n%s\r\n--x--\r\n";
		URI create = URI.create("http://127.0.0.1:" + windhover.port + path + "/executions");
		HttpResponse<String> created = send(create, "POST", "multipart/form-data; boundary=x",
				part.formatted("a".repeat(9_000_000)));
		assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
		URI files = create.resolve(created.headers().firstValue("Location").orElseThrow() + "/files/inputs/data/a");
		assertThat(CLIENT.send(HttpRequest.newBuilder(files).build(), HttpResponse.BodyHandlers.ofString()).body())
			.hasSize(9_000_000);
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), windhover.port)) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write("""
					POST /api/flows/files/upload/executions HTTP/1.1
					Host: localhost
					Content-Type: multipart/form-data; boundary=x
					Content-Length: 1000000000

					""".replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
				.startsWith("HTTP/1.1 413 ")
				.contains("The body of the request is larger than 134217728 bytes.", "windhover.security.max-upload");
		}
	}

	@Test
	void levelThatDoesNotExistIsNamedWithThoseThatDo() throws IOException, InterruptedException {
		String body = send(8081, "POST", "/loggers/some", "{\"configuredLevel\": \"LOUD\"}").body();
		assertThat(body).contains("'LOUD' is not a value of configuredLevel.", "TRACE, DEBUG, INFO", "\"field\"");
		assertThat(send(8081, "POST", "/loggers/some", "{\"level\": \"DEBUG\"}").body()).contains("configuredLevel");
	}

	@ParameterizedTest
	@CsvSource({ "8080, PATCH, /api/executions", "8080, PATCH, /api/flows/a/b", "8081, PATCH, /worker",
			"8081, PATCH, /scheduler", "8081, PATCH, /loggers/some" })
	void allowIsThatOfOptions(int port, String method, String path) throws IOException, InterruptedException {
		Set<String> refused = allow(send(port, method, path, ""));
		assertThat(refused).contains("OPTIONS").isEqualTo(allow(send(port, "OPTIONS", path, "")));
	}

	@Test
	void auditNamesTheLevelOfALogger() throws IOException, InterruptedException {
		assertThat(send(8081, "POST", "/loggers/some.audited", "{\"configuredLevel\": \"WARN\"}").statusCode())
			.isEqualTo(204);
		assertThat(windhover.context.getBean(AuditEventRepository.class).find("local", null, "WRITE"))
			.anySatisfy((event) -> assertThat(event.getData()).containsEntry("path", "/loggers/some.audited")
				.containsEntry("level", "WARN"));
	}

	@Test
	void auditNamesTheExecutionThatIsKilledOrResumed() throws IOException, InterruptedException {
		String id = UUID.randomUUID().toString();
		assertThat(send(8080, "POST", "/api/executions/" + id + "/kill", "").statusCode()).isEqualTo(202);
		assertThat(send(8080, "POST", "/api/executions/" + id + "/resume", "").statusCode()).isEqualTo(404);
		List<AuditEvent> events = windhover.context.getBean(AuditEventRepository.class).find("local", null, "WRITE");
		assertThat(events).filteredOn((event) -> id.equals(event.getData().get("target")))
			.satisfiesExactly(
					(kill) -> assertThat(kill.getData()).containsEntry("operation", "execution.kill")
						.containsEntry("outcome", "accepted"),
					(resume) -> assertThat(resume.getData()).containsEntry("operation", "execution.resume")
						.containsEntry("status", 404)
						.doesNotContainKey("outcome"));
	}

	private static Set<String> allow(HttpResponse<String> answer) {
		return Set.of(answer.headers().firstValue("Allow").orElse("").split(", ?"));
	}

	private static HttpResponse<String> send(int port, String method, String path, String body)
			throws IOException, InterruptedException {
		int actual = (port == 8080) ? windhover.port : windhover.managementPort;
		return send(URI.create("http://127.0.0.1:" + actual + path), method,
				body.equals("-") ? "image/png" : "application/json", body);
	}

	private static HttpResponse<String> send(URI uri, String method, String type, String body)
			throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri)
			.header("Content-Type", type)
			.method(method, HttpRequest.BodyPublishers.ofString(body))
			.build();
		return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
	}

}
