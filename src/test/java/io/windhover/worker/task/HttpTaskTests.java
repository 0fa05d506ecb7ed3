package io.windhover.worker.task;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class HttpTaskTests {

	private final RecordingContext context = new RecordingContext();

	private final HttpTask task = new HttpTask();

	private final CountDownLatch hang = new CountDownLatch(1);

	private final CountDownLatch hanging = new CountDownLatch(1);

	private final HttpServer server;

	HttpTaskTests() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
	}

	@BeforeEach
	void start() {
		this.server.createContext("/json", (exchange) -> respond(exchange, 200, "application/json", "{\"n\": [1, 2]}"));
		this.server.createContext("/text", (exchange) -> respond(exchange, 200, "text/plain", "hello"));
		this.server.createContext("/sick", (exchange) -> respond(exchange, 503, "text/plain", "sick"));
		this.server.createContext("/large",
				(exchange) -> respond(exchange, 200, "text/plain", "x".repeat(1024 * 1024 + 1)));
		this.server.createContext("/echo",
				(exchange) -> respond(exchange, 200, "text/plain",
						exchange.getRequestMethod() + " " + exchange.getRequestHeaders().getFirst("Content-Type") + " "
								+ exchange.getRequestHeaders().getFirst("X-Who") + " "
								+ new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
		this.server.createContext("/hang", (exchange) -> {
			this.hanging.countDown();
			try {
				this.hang.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.close();
		});
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.hang.countDown();
		this.server.stop(0);
	}

	@Test
	void jsonIsParsed() throws Exception {
		Map<String, Object> outputs = get("/json", null);
		assertThat(outputs).containsEntry("status", 200).containsEntry("body", Map.of("n", List.of(1, 2)));
		assertThat(outputs.get("headers"))
			.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.map(String.class, Object.class))
			.containsEntry("content-type", "application/json");
		assertThat(this.context.metrics).containsExactly("response.bytes[]=13.0",
				"request.duration[method, GET, status, 2xx]");
	}

	@Test
	void textStaysText() throws Exception {
		assertThat(get("/text", null)).containsEntry("body", "hello");
	}

	@Test
	void refusedStatusFailsWithTheResponseAsOutputs() {
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> get("/sick", null))
			.withMessageContaining("503")
			.satisfies((ex) -> assertThat(ex.outputs()).containsEntry("status", 503).containsEntry("body", "sick"));
		assertThat(this.context.metrics).contains("request.duration[method, GET, status, 5xx]");
	}

	@Test
	void acceptedStatusIsNoFailure() throws Exception {
		assertThat(get("/sick", List.of(200, 503))).containsEntry("status", 503);
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> get("/text", List.of(503)));
	}

	@Test
	void bodyIsSentAsJsonUnlessItIsText() throws Exception {
		assertThat(post(Map.of("a", 1))).containsEntry("body", "POST application/json me {\"a\":1}");
		assertThat(post("plain")).containsEntry("body", "POST null me plain");
	}

	@Test
	void largeBodyFails() {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/large", null))
			.withMessageContaining("larger than 1048576 bytes");
	}

	@Test
	void refusedConnectionIsCountedAsError() {
		this.server.stop(0);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/text", null));
		assertThat(this.context.metrics).containsExactly("request.duration[method, GET, status, error]");
	}

	@Test
	void refusedConnectionIsToldWithSchemeHostAndPortOnly() {
		this.server.stop(0);
		int port = this.server.getAddress().getPort();
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send("http://me:s3cret@127.0.0.1:%d/path?token=s3cret".formatted(port), Map.of()))
			.withMessage("cannot connect to http://127.0.0.1:%d: Connection refused".formatted(port));
	}

	@Test
	void unknownHostIsNamed() {
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> send("https://me:s3cret@nowhere.invalid/path", Map.of()))
			.withMessage("cannot connect to https://nowhere.invalid:443: unknown host");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			http://u:s3cret@ho st/ | uri is not a valid URI: Illegal character in authority at index 7
			http://u:s3cret@ho_st/ | uri must name a host, whose name has letters, digits, '-' and '.' only
			http://u:s3cret@host:70000/ | uri has port 70000, but 65535 is the highest
			ftp://u:s3cret@host/ | uri must begin with http:// or https://
			s3cret | uri must begin with http:// or https://
			""")
	void wrongUriIsToldWithoutIt(String uri, String message) {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> send(uri, Map.of()))
			.withMessage(message)
			.withNoCause();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					Authorization | s3cret\\n | header 'Authorization' has a value that HTTP does not allow, such as a line break
					Host | s3cret | header 'Host' cannot be set
					X-Token: s3cret | 1 | begins with 'X-Token'
					""")
	void wrongHeaderIsNamedWithoutItsValue(String name, String value, String message) {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> send(uri("/text"), Map.of(name, value.translateEscapes())))
			.withMessageContaining(message)
			.withMessageNotContaining("s3cret")
			.withNoCause();
	}

	@Test
	void redirectToAWrongUriIsToldWithoutIt() {
		this.server.createContext("/away", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "http://u:s3cret@ho st/");
			respond(exchange, 302, "text/plain", "");
		});
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/away", null))
			.withMessageEndingWith("redirects to what is not a valid URI: Illegal character in authority at index 7")
			.withNoCause();
	}

	@Test
	void otherSchemesAreRefused() {
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> this.task
			.run(new HttpTask.Configuration("file:///etc/passwd", null, null, null, null), this.context));
	}

	@Test
	void requestCanBeInterrupted() throws InterruptedException {
		FutureTask<?> run = new FutureTask<>(() -> get("/hang", null));
		Thread thread = new Thread(run, "task-under-test");
		thread.start();
		this.hanging.await();
		thread.interrupt();
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !thread.isAlive());
	}

	private Map<String, Object> get(String path, @Nullable List<Integer> acceptStatus) throws Exception {
		return this.task.run(new HttpTask.Configuration(uri(path), null, null, null, acceptStatus), this.context);
	}

	private Map<String, Object> post(Object body) throws Exception {
		return this.task.run(new HttpTask.Configuration(uri("/echo"), "post", Map.of("X-Who", "me"), body, null),
				this.context);
	}

	private Map<String, Object> send(String uri, Map<String, String> headers) throws Exception {
		return this.task.run(new HttpTask.Configuration(uri, null, headers, null, null), this.context);
	}

	private String uri(String path) {
		return "http://127.0.0.1:%d%s".formatted(this.server.getAddress().getPort(), path);
	}

	private static void respond(HttpExchange exchange, int status, String type, String body) throws IOException {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", type);
		exchange.sendResponseHeaders(status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

}
