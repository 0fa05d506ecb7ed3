package io.windhover.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Registered at an Admin server as if it were Windhover; it says little, and markup, and
 * refuses whatever would change something.
 */
final class HostileInstance implements AutoCloseable {

	static final String MARKUP = "<img src=x onerror='window.injected=1'>";

	private static final Map<String, String> ANSWERS = Map.of("/health", "{'status': 'UP'}", "/worker", """
			{'state': '%1$s', 'runningCount': 1, 'slots': {'used': 1, 'max': 2}, 'runnings': [
			 {'taskRun': {'id': '%1$s', 'flowId': '%1$s', 'duration': 'PT1H'}, 'task': {'id': '%1$s'},
			  'stuck': {'cause': '%1$s'}}, {}]}""", "/scheduler", """
			{'schedulable': [{'namespace': '%1$s', 'next': '%1$s', 'trigger': {'id': '%1$s', 'cron': '%1$s'},
			 'last': {'executionId': '%1$s'}, 'lateness': 'PT1M1.5S'}, {}]}""", "/kafkastreams", """
			{'streams': [{'clientId': '%1$s', 'state': '%1$s', 'since': '%1$s', 'storeLags': {'%1$s': 1},
			 'inputLags': {'%1$s': null}, 'sampledAt': null}, {}]}""", "/flows",
			"""
					{'count': 2, 'flows': [{'namespace': '%1$s', 'status': '%1$s', 'reasons': ['%1$s'], 'last': {'state': '%1$s'}},
					 {}]}""",
			"/incidents",
			"""
					{'openCount': 2, 'incidents': [{'id': '%1$s', 'severity': '%1$s', 'kind': '%1$s', 'subject': {'%1$s': '%1$s'},
					 'cause': '%1$s', 'acknowledged': {'by': '%1$s', 'note': '%1$s'}}, {'id': 'bare'}]}""",
			"/cluster", """
					{'answeredBy': '%1$s', 'maintenance': {'by': '%1$s', 'reason': '%1$s'}, 'instances': [{'id': '%1$s',
					 'roles': ['%1$s'], 'summary': {'status': '%1$s'}, 'reasons': [{'detail': '%1$s'}]}, {}]}""");

	private final HttpServer server;

	private volatile int status = 200;

	private volatile String detail = "";

	HostileInstance(AdminServerProcess admin) throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
		String body = "{\"name\": \"hostile\", \"managementUrl\": \"%1$s\", \"healthUrl\": \"%1$shealth\"}"
			.formatted(managementUrl());
		assertThat(admin.post("/instances", body).status()).isEqualTo(201);
	}

	URI managementUrl() {
		return URI.create("http://127.0.0.1:%d/".formatted(this.server.getAddress().getPort()));
	}

	/**
	 * The endpoints answer a problem with this status from now on, or what they did
	 * before with 200.
	 */
	void failWith(int failure, String why) {
		this.detail = why;
		this.status = failure;
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = exchange.getRequestURI().getPath();
			if (!exchange.getRequestMethod().equals("GET")) {
				respond(exchange, 403, problem(403, "The role operator is required.", MARKUP));
				return;
			}
			boolean failing = this.status != 200 && !path.equals("/health") && !path.equals("/");
			respond(exchange, failing ? this.status : 200,
					failing ? problem(this.status, this.detail, "") : answer(path));
		}
	}

	private static String problem(int status, String detail, String hint) {
		return new JsonMapper().writeValueAsString(Map.of("status", status, "detail", detail, "hint", hint));
	}

	private static void respond(HttpExchange exchange, int status, String text) throws IOException {
		exchange.getRequestBody().readAllBytes();
		byte[] body = text.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/vnd.spring-boot.actuator.v3+json");
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
	}

	private String answer(String path) {
		if (path.equals("/")) {
			StringBuilder links = new StringBuilder(
					"{\"_links\": {\"self\": {\"href\": \"%s\", \"templated\": false}".formatted(managementUrl()));
			ANSWERS.keySet()
				.forEach((each) -> links.append(", \"%s\": {\"href\": \"%s%s\", \"templated\": false}"
					.formatted(each.substring(1), managementUrl(), each.substring(1))));
			return links.append("}}").toString();
		}
		return ANSWERS.getOrDefault(path, "{}").replace('\'', '"').formatted(MARKUP);
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

}
