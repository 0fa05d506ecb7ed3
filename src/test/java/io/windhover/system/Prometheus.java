package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus server that scrapes one target each second, and its tool.
 */
final class Prometheus implements AutoCloseable {

	private final HttpClient client = HttpClient.newHttpClient();

	private final int port = FreePorts.next();

	private final Process process;

	private final Path log;

	private Prometheus(Path directory, URI target) throws IOException {
		Path configuration = directory.resolve("prometheus.yml");
		Files.writeString(configuration, """
				global: {scrape_interval: 1s}
				scrape_configs:
				  - job_name: windhover
				    metrics_path: %s
				    static_configs: [{targets: ["%s"]}]
				""".formatted(target.getPath(), target.getAuthority()));
		this.log = directory.resolve("prometheus.log");
		this.process = new ProcessBuilder("prometheus", "--config.file=" + configuration,
				"--storage.tsdb.path=" + directory.resolve("tsdb"), "--web.listen-address=127.0.0.1:" + this.port)
			.redirectErrorStream(true)
			.redirectOutput(this.log.toFile())
			.start();
	}

	/**
	 * Starts a server, or skips the test where there is none.
	 */
	static Prometheus scraping(Path directory, URI target) throws IOException {
		assumeInstalled("prometheus");
		return new Prometheus(directory, target);
	}

	/**
	 * What {@code promtool check metrics} says of a scrape, its exit code in the first
	 * line.
	 */
	static String check(Path directory, String scrape) throws IOException, InterruptedException {
		assumeInstalled("promtool");
		Path input = Files.writeString(directory.resolve("scrape.txt"), scrape);
		Process process = new ProcessBuilder("promtool", "check", "metrics").redirectInput(input.toFile())
			.redirectErrorStream(true)
			.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return process.waitFor() + "\n" + said;
	}

	/**
	 * The results of an instant query.
	 */
	JsonNode query(String expression) {
		return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).at("/data/result");
	}

	/**
	 * The names of all that it scraped.
	 */
	JsonNode names() {
		return get("/api/v1/label/__name__/values").get("data");
	}

	/**
	 * Its own meters.
	 */
	Scrape ofItself() {
		return Scrape.of(text("/metrics"));
	}

	private JsonNode get(String path) {
		return new JsonMapper().readTree(text(path));
	}

	private String text(String path) {
		try {
			return this.client
				.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + this.port + path)).build(),
						HttpResponse.BodyHandlers.ofString())
				.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Log in " + this.log, ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void assumeInstalled(String command) {
		boolean installed = Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, command)));
		Assumptions.assumeTrue(installed,
				"No '%s' here, so this test is skipped: apt-get install prometheus".formatted(command));
	}

}
