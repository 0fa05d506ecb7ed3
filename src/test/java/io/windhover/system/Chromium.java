package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real browser without a window, spoken to by its DevTools protocol: it tells what a
 * page shows, what it asked for, and what it complained of.
 */
final class Chromium implements AutoCloseable, WebSocket.Listener {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final Process process;

	private final WebSocket socket;

	private final AtomicInteger ids = new AtomicInteger();

	private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

	private final List<JsonNode> events = new CopyOnWriteArrayList<>();

	private final StringBuilder received = new StringBuilder();

	/**
	 * Where it is installed, if it is.
	 */
	static Optional<Path> installed() {
		return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Starts it.
	 */
	Chromium(Path program) throws IOException {
		Path profile = BrowserProcesses.profile();
		this.process = new ProcessBuilder(program.toString(), "--headless", "--no-sandbox", "--disable-gpu",
				"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			HttpClient client = HttpClient.newHttpClient();
			this.socket = client.newWebSocketBuilder().buildAsync(page(client, port(profile)), this).join();
		}
		catch (RuntimeException ex) {
			end();
			throw ex;
		}
		Stream.of("Page", "Runtime", "Log", "Network").forEach((domain) -> call(domain + ".enable", Map.of()));
	}

	private static String port(Path profile) {
		Path file = profile.resolve("DevToolsActivePort");
		return Awaitility.await("the browser's start")
			.atMost(TIMEOUT)
			.ignoreExceptions()
			.until(() -> Files.readAllLines(file), (lines) -> lines.size() == 2)
			.get(0);
	}

	private static URI page(HttpClient client, String port) {
		HttpRequest targets = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
		return Awaitility.await("a page of the browser")
			.atMost(TIMEOUT)
			.ignoreExceptions()
			.until(() -> JSON.readTree(client.send(targets, HttpResponse.BodyHandlers.ofString()).body())
				.valueStream()
				.filter((target) -> target.get("type").asString().equals("page"))
				.map((target) -> URI.create(target.get("webSocketDebuggerUrl").asString()))
				.findFirst(), Optional::isPresent)
			.orElseThrow();
	}

	/**
	 * Goes to a page and waits until it is loaded.
	 */
	Visit visit(URI uri) {
		this.events.clear();
		call("Page.navigate", Map.of("url", uri.toString()));
		Awaitility.await(uri + " is loaded").atMost(TIMEOUT).until(() -> events("Page.loadEventFired").count() > 0);
		List<String> requests = events("Network.requestWillBeSent").map((event) -> event.at("/request/url").asString())
			.filter((url) -> !url.startsWith("data:"))
			.toList();
		List<String> complaints = Stream.of("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
			.flatMap(this::events)
			.map(JsonNode::toString)
			// a text cannot say that it has no icon
			.filter((entry) -> !entry.contains("/favicon.ico"))
			.toList();
		return new Visit(evaluate("document.contentType"), evaluate("document.body.innerText"),
				List.of(evaluate("Array.from(document.links, a => a.href).join('\\n')").split("\n", -1)), requests,
				complaints);
	}

	private Stream<JsonNode> events(String method) {
		return this.events.stream()
			.filter((event) -> event.path("method").asString("").equals(method))
			.map((event) -> event.get("params"));
	}

	private String evaluate(String expression) {
		return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true)).at("/result/value")
			.asString();
	}

	private JsonNode call(String method, Map<String, Object> parameters) {
		int id = this.ids.incrementAndGet();
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		this.answers.put(id, answer);
		this.socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
			.join();
		return answer.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
	}

	@Override
	public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
		this.received.append(data);
		if (last) {
			JsonNode message = JSON.readTree(this.received.toString());
			this.received.setLength(0);
			CompletableFuture<JsonNode> answer = message.has("id") ? this.answers.remove(message.get("id").asInt())
					: null;
			if (answer != null) {
				answer.complete(message.path("result"));
			}
			else {
				this.events.add(message);
			}
		}
		webSocket.request(1);
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public void close() {
		this.socket.abort();
		end();
	}

	private void end() {
		try {
			BrowserProcesses.end(this.process);
		}
		catch (InterruptedException ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	/**
	 * What came of a visit.
	 *
	 * @param requests the addresses that were asked for
	 * @param complaints what the console says
	 */
	record Visit(String contentType, String text, List<String> links, List<String> requests, List<String> complaints) {
	}

}
