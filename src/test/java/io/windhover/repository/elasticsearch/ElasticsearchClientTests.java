package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.State;
import io.windhover.repository.Batch;
import io.windhover.repository.Documents;
import io.windhover.repository.RepositoryException;
import io.windhover.system.FreePorts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is asked, and what is told of answers that are none, with servers that only look
 * like one.
 */
class ElasticsearchClientTests {

	private final List<HttpServer> servers = new ArrayList<>();

	private final List<String> asked = new CopyOnWriteArrayList<>();

	@AfterEach
	void stop() {
		this.servers.forEach((server) -> server.stop(0));
	}

	@Test
	void aUserIsShownInEachRequest() throws IOException {
		String uri = answering(200, "{}");
		try (ElasticsearchClient client = client("uris", uri + "/es/", "username", "ada", "password", "lö:we")) {
			client.send("GET", "/_x");
		}
		assertThat(this.asked).containsExactly("GET /es/_x Basic YWRhOmzDtjp3ZQ==");
	}

	@Test
	void aKeyIsShownInEachRequest() throws IOException {
		try (ElasticsearchClient client = client("uris", answering(200, "{}"), "api-key", "a2V5")) {
			client.send("GET", "/_x");
		}
		assertThat(this.asked).containsExactly("GET /_x ApiKey a2V5");
	}

	@Test
	void nodesShareTheRequestsAndOneThatIsGoneIsLeftAlone() throws IOException {
		String gone = "http://127.0.0.1:" + FreePorts.next();
		String uris = String.join(",", answering(200, "{}"), gone, answering(200, "{}"));
		try (ElasticsearchClient client = client("uris", uris)) {
			for (int i = 0; i < 6; i++) {
				assertThat(client.send("GET", "/_x").isOk()).isTrue();
			}
		}
		assertThat(this.asked).hasSize(6).containsOnly("GET /_x null");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					401 | {"error":{"reason":"unable to authenticate"}} | username and password, or api-key
					403 | {"error":{"type":"security_exception","reason":"may not"}} | lists the privileges. may not (security_exception)
					403 | {"error":{"type":"cluster_block_exception","reason":"locked"}} | (403): locked (cluster_block_exception)
					429 | {"error":{"reason":"queue full"}} | too much to do (429): queue full
					503 | <html>no upstream</html> | answers 503 to GET
					200 | <html>some other site</html> | is no Elasticsearch: <html>some other
					500 | | answers 500 to GET
					""")
	void everyAnswerThatIsNoneIsToldWithItsCause(int status, @Nullable String body, String told) throws IOException {
		String uri = answering(status, (body != null) ? body : "");
		ElasticsearchProperties properties = Repositories.properties("uris", uri);
		try (ElasticsearchClient client = ClientFactory.client(properties, null)) {
			ElasticsearchRepository repository = new ElasticsearchRepository(client, properties);
			assertThatExceptionOfType(RepositoryException.class)
				.isThrownBy(() -> repository.write(new Batch(List.of(Documents.execution(1, "hello", State.RUNNING, 1)),
						List.of(), List.of(), List.of(), List.of(), List.of())))
				.withMessageContaining(uri)
				.withMessageContaining(told);
			assertThatExceptionOfType(RepositoryException.class)
				.isThrownBy(() -> repository.executions(new ExecutionQuery(null, null, null, null, null, 0, 10)));
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(repository::open);
		}
	}

	@Test
	void anAnswerThatDoesNotComeIsGivenUp() throws IOException {
		HttpServer server = HttpServer.create(local(), 0);
		server.createContext("/", (exchange) -> this.asked.add("never answered"));
		String uri = start(server);
		try (ElasticsearchClient client = client("uris", uri, "request-timeout", "200ms")) {
			assertThatExceptionOfType(RepositoryException.class).isThrownBy(() -> client.send("GET", "/_x"))
				.withMessageContaining(uri);
		}
	}

	@Test
	void noSecretIsInATextOfTheProperties() {
		assertThat(Repositories.properties("username", "ada", "password", "Zaunkoenig", "api-key", "Zaunkoenig"))
			.asString()
			.contains("ada")
			.doesNotContain("Zaunkoenig");
	}

	private static ElasticsearchClient client(String... properties) {
		return ClientFactory.client(Repositories.properties(properties), null);
	}

	private String answering(int status, String body) throws IOException {
		HttpServer server = HttpServer.create(local(), 0);
		server.createContext("/", (exchange) -> answer(exchange, status, body));
		return start(server);
	}

	private String start(HttpServer server) {
		server.start();
		this.servers.add(server);
		return "http://localhost:" + server.getAddress().getPort();
	}

	private void answer(HttpExchange exchange, int status, String body) throws IOException {
		this.asked.add("%s %s %s".formatted(exchange.getRequestMethod(), exchange.getRequestURI(),
				exchange.getRequestHeaders().getFirst("Authorization")));
		exchange.getRequestBody().readAllBytes();
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(status, (bytes.length > 0) ? bytes.length : -1);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

	private static InetSocketAddress local() {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next());
	}

}
