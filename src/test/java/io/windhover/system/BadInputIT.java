package io.windhover.system;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is too large, too deep, endless or wrong ends with an error that names it,
 * while the executions of another namespace go on in the same process. Its heap is
 * smaller than what it is sent.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BadInputIT {

	private static final long GIGABYTE = 1L << 30;

	private static final String SECRET = "any-key";

	private static final List<String> STEADY = new CopyOnWriteArrayList<>();

	@SuppressWarnings("NullAway.Init")
	private static WindhoverProcess windhover;

	@SuppressWarnings("NullAway.Init")
	private static HttpServer server;

	@SuppressWarnings("NullAway.Init")
	private static ExecutorService threads;

	@SuppressWarnings("NullAway.Init")
	private static CompletableFuture<Void> others;

	private static volatile boolean over;

	@BeforeAll
	static void start(@TempDir Path directory) throws IOException {
		Path secrets = Files.createDirectory(directory.resolve("secrets"));
		Files.writeString(secrets.resolve("HOOK"), SECRET);
		windhover = WindhoverProcess
			.start(directory, "--windhover.templates.max-time=1s", "--windhover.worker.max-processes=200",
					"--windhover.secrets.directory=" + secrets)
			.awaitReady();
		threads = Executors.newCachedThreadPool();
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(threads);
		server.createContext("/endless", BadInputIT::endless);
		server.createContext("/large", (exchange) -> {
			exchange.sendResponseHeaders(200, 2_000_000);
			exchange.getResponseBody().write("a".repeat(2_000_000).getBytes(StandardCharsets.US_ASCII));
			exchange.close();
		});
		server.createContext("/silent", (exchange) -> {
		});
		server.start();
		windhover.put("steady", "beat", """
				namespace: steady
				id: beat
				tasks:
				  - {id: one, type: return, value: 1}
				  - {id: two, type: log, message: "{{ outputs.one.value }}"}
				""");
		others = CompletableFuture.runAsync(BadInputIT::beat, threads);
	}

	@AfterAll
	static void stop() {
		over = true;
		server.stop(0);
		threads.shutdownNow();
		windhover.close();
	}

	private static void beat() {
		while (!over) {
			JsonNode ended = windhover.create("steady", "beat", "{}", "?wait=PT60S");
			STEADY.add(ended.get("state").asString());
		}
	}

	@Test
	@Order(1)
	void flowThatIsNoYaml() {
		assertRefused("a: [", 400, "not readable as YAML");
	}

	@Test
	@Order(1)
	void flowOfAliasesThatGrow() {
		String bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + IntStream.range(1, 10)
			.mapToObj((i) -> "a%d: &a%d [%s]".formatted(i, i,
					IntStream.range(0, 10).mapToObj((j) -> "*a" + (i - 1)).collect(Collectors.joining(", "))))
			.collect(Collectors.joining("\n"));
		assertRefused(bomb, 400, "more values than windhover.limits.values (50,000) allows, aliases included");
	}

	@Test
	@Order(1)
	void flowThatIsNestedTooDeeply() {
		assertRefused("a: " + "[".repeat(10_000) + "]".repeat(10_000), 400, "Nesting Depth exceeded max 50");
		assertRefused("namespace: bad\nid: bad\ntasks: " + "[{id: s, type: sequential, tasks: ".repeat(21)
				+ "[{id: a, type: log, message: a}]" + "}]".repeat(21), 400, "windhover.limits.nesting");
	}

	@Test
	@Order(1)
	void flowOfTenThousandTasks() {
		String tasks = IntStream.range(0, 10_000)
			.mapToObj((i) -> "  - {id: t%d, type: log, message: m}\n".formatted(i))
			.collect(Collectors.joining());
		assertRefused("namespace: bad\nid: bad\ntasks:\n" + tasks, 400,
				"the flow has 10,000 tasks, more than windhover.limits.tasks (1,000) allows");
	}

	@Test
	@Order(1)
	void flowWithPropertiesThatNobodyKnows() {
		assertRefused("""
				namespace: bad
				id: bad
				retries: 3
				tasks: [{id: a, type: log, message: a, colour: red}, {id: b, type: no-such-type}]
				""", 400, "unknown property 'retries'", "unknown property 'colour'", "no-such-type");
	}

	@Test
	@Order(1)
	void flowAndBodyThatAreTooLarge() throws IOException {
		assertRefused("#".repeat(1_100_000), 400, "windhover.limits.flow-size");
		assertThat(announced("PUT", "/api/flows/bad/bad")).startsWith("HTTP/1.1 413")
			.contains("windhover.security.max-body");
	}

	@Test
	@Order(2)
	void templatesThatDoNotEndAndGrow() {
		String loops = "{% for a in range(1, 90000) %}{% for b in range(1, 90000) %}{% endfor %}{% endfor %}";
		assertFails("{id: a, type: log, message: \"" + loops + "\"}", "windhover.templates.max-time");
		assertFails("{id: a, type: if, condition: \"" + loops + "true\", then: [{id: b, type: log, message: b}]}",
				"windhover.executor.expression-budget");
		assertFails("{id: a, type: log, message: \"{% for a in range(1, 90000) %}aaaaaaaaaaaaaaaa{% endfor %}\"}",
				"windhover.templates.max-size");
	}

	@Test
	@Order(2)
	void processesThatStartOneAnother() {
		assertFails("""
				id: a
				    type: shell
				    timeout: PT3S
				    command: |
				      trap '' TERM
				      bomb() {
				        if [ "$1" -gt 1 ]; then
				          bomb $(($1 - 1)) &
				          bomb $(($1 - 1)) &
				        fi
				        sleep 77661234
				      }
				      bomb 6
				""", "PT3S");
		assertNoProcessIsLeft();
	}

	@Test
	@Order(2)
	void forkBomb() {
		// it would end by itself at some hundreds
		assertFails("""
				id: a
				    type: shell
				    timeout: PT1M
				    command: |
				      trap '' TERM
				      bomb() {
				        if [ "$1" -gt 0 ]; then
				          bomb $(($1 - 1)) &
				          bomb $(($1 - 1)) &
				        fi
				        sleep 77661234
				      }
				      bomb 8
				""", "windhover.worker.max-processes (200)");
		assertNoProcessIsLeft();
	}

	private static void assertNoProcessIsLeft() {
		Awaitility.await("the end of its processes")
			.until(() -> ProcessHandle.allProcesses()
				.noneMatch((each) -> each.info()
					.arguments()
					.filter((arguments) -> List.of(arguments).contains("77661234"))
					.isPresent()));
	}

	@Test
	@Order(2)
	void endpointThatNeverAnswersAndOneThatNeverEnds() {
		String uri = "http://127.0.0.1:" + server.getAddress().getPort();
		assertFails("{id: a, type: http, uri: \"" + uri + "/silent\", timeout: PT2S}", "PT2S");
		assertFails("{id: a, type: http, uri: \"" + uri + "/endless\"}", "maxResponseBytes");
		assertFails("{id: a, type: http, uri: \"" + uri + "/endless\", responseFile: body.bin, timeout: PT1M}",
				"windhover.files.max-file-size");
	}

	@Test
	@Order(2)
	void flowsThatCallOneAnotherInACircle() {
		assertFails("{id: a, type: subflow, flowId: bad}", "windhover.executor.max-subflow-depth");
	}

	@Test
	@Order(2)
	void outputsThatAreTooLarge() {
		assertFails("""
				id: a
				    type: shell
				    command: |
				      i=0
				      while [ $i -lt 100 ]; do
				        i=$((i + 1))
				        printf '::{"outputs": {"t%d": "%015000d"}}::\\n' $i 0
				      done
				""", "the lines with outputs have more than 1048576 bytes in all");
		assertFails("{id: a, type: http, uri: \"http://127.0.0.1:" + server.getAddress().getPort()
				+ "/large\", maxResponseBytes: 4000000}", "windhover.worker.max-outputs");
	}

	@Test
	@Order(2)
	void logOfAMillionLinesIsCutOff() {
		JsonNode ended = run("{id: a, type: shell, command: \"seq 1000000\"}");
		assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("SUCCESS");
		Awaitility.await("the last line")
			.atMost(Duration.ofMinutes(2))
			.until(() -> windhover
				.text(windhover.api("/api/executions/%s/logs?size=100&page=100".formatted(ended.get("id").asString())))
				.contains("windhover.worker.max-log-lines"));
	}

	@Test
	@Order(3)
	void callsOfAWebhook() throws IOException {
		windhover.put("bad", "hook", """
				namespace: bad
				id: hook
				tasks: [{id: a, type: log, message: a}]
				triggers: [{id: call, type: webhook, key: a-key-of-some-length, signature: {secret: HOOK}}]
				""");
		String path = "/api/webhooks/bad/hook/a-key-of-some-length";
		Awaitility.await("the webhook").until(() -> post(path, "{}").statusCode() == 403);
		assertThat(post(path, "{}").body()).contains("X-Hub-Signature-256");
		assertThat(announced("POST", path)).startsWith("HTTP/1.1 413").contains("windhover.api.max-webhook-body");
		assertThat(endless(path)).isLessThan(GIGABYTE / 4);
	}

	@Test
	@Order(4)
	void othersWentOnAndMemoryDidNotGrow() throws Exception {
		over = true;
		others.get();
		assertThat(STEADY).hasSizeGreaterThan(20).containsOnly("SUCCESS");
		assertThat(windhover.isReady()).isTrue();
		assertThat(windhover.logText()).doesNotContain("OutOfMemoryError");
		Path status = Path.of("/proc/%d/status".formatted(windhover.pid()));
		if (Files.exists(status)) {
			String peak = Files.readString(status).replaceAll("(?s).*VmHWM:\\s*([0-9]+) kB.*", "$1");
			assertThat(Long.parseLong(peak) * 1024).isLessThan(2 * GIGABYTE);
		}
	}

	private static void endless(HttpExchange exchange) throws IOException {
		exchange.sendResponseHeaders(200, 0);
		byte[] block = new byte[1 << 20];
		try (OutputStream body = exchange.getResponseBody()) {
			for (long sent = 0; sent < GIGABYTE; sent += block.length) {
				body.write(block);
			}
		}
	}

	/** The answer to a call that announces a gigabyte. */
	private static String announced(String method, String path) throws IOException {
		try (Socket socket = call(method, path, "Content-Length: " + GIGABYTE)) {
			return answer(socket);
		}
	}

	/** How much is taken of a call that does not end. */
	private static long endless(String path) throws IOException {
		long sent = 0;
		try (Socket socket = call("POST", path, "Transfer-Encoding: chunked")) {
			byte[] chunk = ("10000\r\n" + "a".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.US_ASCII);
			while (sent < GIGABYTE) {
				socket.getOutputStream().write(chunk);
				sent += 1 << 16;
			}
		}
		catch (SocketException ex) {
			// it was closed
		}
		return sent;
	}

	private static Socket call(String method, String path, String header) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), windhover.api(path).getPort());
		socket.setSoTimeout(60_000);
		socket.getOutputStream()
			.write("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/yaml\r\n%s\r\n\r\n"
				.formatted(method, path, header)
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private static String answer(Socket socket) throws IOException {
		StringBuilder answer = new StringBuilder();
		byte[] bytes = new byte[4096];
		for (int read = socket.getInputStream().read(bytes); read > 0
				&& !answer.append(new String(bytes, 0, read, StandardCharsets.UTF_8)).toString().contains("}");) {
			read = socket.getInputStream().read(bytes);
		}
		return answer.toString();
	}

	private static void assertRefused(String yaml, int status, String... messages) {
		HttpResponse<String> answer = windhover.send(WindhoverProcess.request(windhover.api("/api/flows/bad/bad"))
			.header("Content-Type", "application/yaml")
			.PUT(HttpRequest.BodyPublishers.ofString(yaml)));
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
		assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
		assertThat(answer.body()).contains(messages);
	}

	private static void assertFails(String task, String message) {
		JsonNode ended = run(task);
		assertThat(ended.get("state").asString()).as("%s", ended).isEqualTo("FAILED");
		assertThat(ended.get("error").asString()).contains(message);
	}

	private static JsonNode run(String task) {
		windhover.put("bad", "bad", "namespace: bad\nid: bad\ntasks:\n  - " + task);
		return windhover.create("bad", "bad", "{}", "?wait=PT60S");
	}

	private static HttpResponse<String> post(String path, String body) {
		return windhover.send(WindhoverProcess.request(windhover.api(path))
			.header("Content-Type", "application/json")
			.header("X-Hub-Signature-256", "00".repeat(32))
			.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

}
