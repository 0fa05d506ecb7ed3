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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus server that scrapes its targets each second unless told otherwise,
 * and its tool.
 */
final class Prometheus implements AutoCloseable {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final HttpClient client = HttpClient.newHttpClient();

	private final int port = FreePorts.next();

	private final Process process;

	private final Path log;

	private Prometheus(Path directory, Duration interval, String more, List<URI> targets) throws IOException {
		Path configuration = directory.resolve("prometheus.yml");
		Files.writeString(configuration, """
				global: {scrape_interval: %1$ds, scrape_timeout: %1$ds, evaluation_interval: 1s}
				scrape_configs:
				  - job_name: windhover
				    metrics_path: /prometheus
				    static_configs: [{targets: [%2$s]}]
				""".formatted(interval.toSeconds(),
				targets.stream().map(URI::getAuthority).collect(Collectors.joining(", "))) + more);
		this.log = directory.resolve("prometheus.log");
		this.process = new ProcessBuilder("prometheus", "--config.file=" + configuration,
				"--storage.tsdb.path=" + directory.resolve("tsdb"), "--web.listen-address=127.0.0.1:" + this.port,
				// an alert that fires before the Alertmanager is known is sent again, by
				// default after a minute
				"--rules.alert.resend-delay=5s")
			.redirectErrorStream(true)
			.redirectOutput(this.log.toFile())
			.start();
	}

	/**
	 * Starts a server, or skips the test where there is none.
	 * @param interval after which it scrapes again, and within which it must be answered
	 */
	static Prometheus scraping(Path directory, URI target, Duration interval) throws IOException {
		return scraping(directory, List.of(target), interval);
	}

	/**
	 * Starts a server that scrapes several targets.
	 */
	static Prometheus scraping(Path directory, List<URI> targets, Duration interval) throws IOException {
		assumeInstalled("prometheus");
		return new Prometheus(directory, interval, "", targets);
	}

	/**
	 * Starts a server that evaluates rule files each second, too, and that remembers a
	 * past.
	 * @param past samples in the format of OpenMetrics, hours old
	 */
	static Prometheus scraping(Path directory, URI target, Path rules, String past)
			throws IOException, InterruptedException {
		assumeInstalled("prometheus");
		assumeInstalled("promtool");
		Path samples = Files.writeString(directory.resolve("past.txt"), past);
		Process remember = new ProcessBuilder("promtool", "tsdb", "create-blocks-from", "openmetrics",
				samples.toString(), directory.resolve("tsdb").toString())
			.redirectErrorStream(true)
			.start();
		String said = new String(remember.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (remember.waitFor() != 0) {
			throw new IllegalStateException(said);
		}
		return new Prometheus(directory, SECOND, evaluating(rules), List.of(target));
	}

	/**
	 * Starts a server that also evaluates rules, each second, and sends its alerts to an
	 * Alertmanager; or skips the test where there is none.
	 */
	static Prometheus alerting(Path directory, List<URI> targets, Path rules, String alertmanager) throws IOException {
		assumeInstalled("prometheus");
		return new Prometheus(directory, SECOND, evaluating(rules) + """
				alerting:
				  alertmanagers: [{static_configs: [{targets: ["%s"]}]}]
				""".formatted(alertmanager), targets);
	}

	private static String evaluating(Path rules) {
		return "rule_files: [\"%s\"]\n".formatted(rules.resolve("*.yml").toAbsolutePath());
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
	 * The results of a query over the last minutes, in steps of five seconds.
	 */
	JsonNode queryRange(String expression, Duration time) {
		long now = Instant.now().getEpochSecond();
		return get("/api/v1/query_range?step=5&start=%d&end=%d&query=%s".formatted(now - time.toSeconds(), now,
				URLEncoder.encode(expression, StandardCharsets.UTF_8)))
			.at("/data/result");
	}

	/**
	 * The rules, with their health.
	 */
	List<JsonNode> rules() {
		return get("/api/v1/rules").at("/data/groups")
			.valueStream()
			.flatMap((group) -> group.get("rules").valueStream())
			.toList();
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
