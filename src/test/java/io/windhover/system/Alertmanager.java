package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Alertmanager with the configuration of {@code src/monitoring}, but for its
 * waits, and with a receiver that keeps what it is told.
 */
public final class Alertmanager implements AutoCloseable {

	private static final Path CONFIGURATION = Path.of("src/monitoring/alertmanager/alertmanager.yml");

	private static final String WATCHDOG = "WindhoverWatchdog";

	private static final String RECEIVER = "http://localhost:9095";

	private final HttpClient client = HttpClient.newHttpClient();

	private final int port = FreePorts.next();

	private final List<Notification> notifications = new CopyOnWriteArrayList<>();

	private final HttpServer receiver;

	private final Process process;

	private Alertmanager(Path directory, String command) throws IOException {
		this.receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.next()), 0);
		this.receiver.createContext("/", (exchange) -> {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			String name = exchange.getRequestURI().getPath().substring(1);
			new JsonMapper().readTree(body)
				.get("alerts")
				.forEach((alert) -> this.notifications.add(new Notification(name, alert)));
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.receiver.start();
		Path configuration = directory.resolve("alertmanager.yml");
		String there = Files.readString(CONFIGURATION);
		Files.writeString(configuration,
				there.replace(RECEIVER, "http://127.0.0.1:" + this.receiver.getAddress().getPort())
					.replaceAll("group_(wait|interval): \\w+", "group_$1: 1s"));
		this.process = new ProcessBuilder(command, "--config.file=" + configuration,
				"--storage.path=" + directory.resolve("alertmanager"), "--web.listen-address=127.0.0.1:" + this.port,
				"--cluster.listen-address=")
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("alertmanager.log").toFile())
			.start();
	}

	/**
	 * Starts one, or skips the test where there is none.
	 */
	public static Alertmanager start(Path directory) throws IOException {
		String command = Stream.of("prometheus-alertmanager", "alertmanager")
			.filter(Alertmanager::isInstalled)
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(command != null,
				"No Alertmanager here, so this test is skipped: apt-get install prometheus-alertmanager");
		Alertmanager started = new Alertmanager(directory, command);
		Awaitility.await("Alertmanager")
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> started.get("/api/v2/status").has("uptime"));
		return started;
	}

	/**
	 * Host and port, as Prometheus wants them.
	 */
	public String address() {
		return "127.0.0.1:" + this.port;
	}

	/**
	 * What the receivers were told, alert by alert, in order; but for the alert that
	 * always fires.
	 */
	public List<Notification> notifications() {
		return this.notifications.stream().filter((each) -> !each.label("alertname").equals(WATCHDOG)).toList();
	}

	/**
	 * The receivers that were told of the alert that always fires.
	 */
	public Set<String> watchdogs() {
		return this.notifications.stream()
			.filter((each) -> each.label("alertname").equals(WATCHDOG))
			.map(Notification::receiver)
			.collect(Collectors.toSet());
	}

	/**
	 * Posts alerts as Prometheus does.
	 * @param alerts JSON
	 */
	public void post(String alerts) {
		send(HttpRequest.newBuilder(uri("/api/v2/alerts"))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(alerts)));
	}

	/**
	 * What its API answers.
	 */
	public JsonNode get(String path) {
		return new JsonMapper().readTree(send(HttpRequest.newBuilder(uri(path))));
	}

	private URI uri(String path) {
		return URI.create("http://" + address() + path);
	}

	private String send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> answer = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
			if (answer.statusCode() != 200) {
				throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
			}
			return answer.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		this.receiver.stop(0);
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean isInstalled(String command) {
		return Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((path) -> Files.isExecutable(Path.of(path, command)));
	}

	/**
	 * An alert that a receiver was told of.
	 */
	public record Notification(String receiver, JsonNode alert) {

		/**
		 * Whether it is over.
		 */
		public boolean isResolved() {
			return this.alert.get("status").asString().equals("resolved");
		}

		/**
		 * A label; empty when it has none of that name.
		 */
		public String label(String name) {
			return this.alert.at("/labels/" + name).asString("");
		}

		/**
		 * An annotation; empty when it has none of that name.
		 */
		public String annotation(String name) {
			return this.alert.at("/annotations/" + name).asString("");
		}

	}

}
