package io.windhover.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.windhover.system.FreePorts;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A build of the application that runs alone, in a directory of its own.
 */
final class Candidate implements AutoCloseable {

	static final int CLIENTS = 32;

	private static final JsonMapper JSON = new JsonMapper();

	/** As the kernel counts the processor time of threads. */
	private static final double TICKS_PER_SECOND = 100;

	private static final String WAIT = "?wait=PT5M";

	private static final byte[] NO_INPUTS = "{}".getBytes(StandardCharsets.UTF_8);

	static {
		// each client keeps its connection
		System.setProperty("http.maxConnections", Integer.toString(CLIENTS));
	}

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final int port = FreePorts.next();

	private final int managementPort = FreePorts.next();

	private final int brokerPort = FreePorts.next();

	private final Path directory;

	private final Process process;

	Candidate(String command) throws IOException {
		this.directory = Files.createTempDirectory("windhover-speed");
		List<String> line = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
		line.addAll(List.of("--server.port=" + this.port, "--management.server.port=" + this.managementPort,
				"--windhover.broker.port=" + this.brokerPort, "--windhover.flows.samples="));
		this.process = new ProcessBuilder(line).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(this.directory.resolve("windhover.log").toFile())
			.start();
		Awaitility.await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(20)).until(this::isReady);
	}

	void put(String id, String tasks) {
		put(id, tasks, "");
	}

	/** A flow that also starts at each full minute. */
	void putEachMinute(String id, String tasks) {
		put(id, tasks, "triggers: [{id: minute, type: schedule, cron: '* * * * *'}]");
	}

	private void put(String id, String tasks, String triggers) {
		send(HttpRequest.newBuilder(api("/api/flows/bench/" + id))
			.header("Content-Type", "application/yaml")
			.PUT(HttpRequest.BodyPublishers
				.ofString("namespace: bench%nid: %s%ntasks:%n%s%s".formatted(id, tasks.indent(2), triggers))));
	}

	/**
	 * Seconds by which the latest of the last thousand that a schedule started was late.
	 */
	double latest(String flow) {
		double latest = 0;
		for (JsonNode each : JSON
			.readTree(send(HttpRequest.newBuilder(api("/api/executions?namespace=bench&size=1000&flowId=" + flow))))
			.get("items")) {
			Instant due = Instant.parse(each.get("trigger").get("date").asString());
			Instant created = Instant.parse(each.get("createdAt").asString());
			latest = Math.max(latest, Duration.between(due, created).toMillis() / 1000.0);
		}
		return latest;
	}

	/** Whether it knows what the flow is made of. */
	boolean canPut(String id, String tasks) {
		try {
			put(id, tasks);
			return true;
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	/**
	 * Creates one and waits for its end: from the one to the other, by its own history.
	 */
	double millis(String flow) {
		return millis(create(flow, WAIT));
	}

	/** As {@link #millis(String)}, and does not wait for it. */
	CompletableFuture<Double> millisLater(String flow) {
		return this.client.sendAsync(post(creation(flow, WAIT)).build(), HttpResponse.BodyHandlers.ofString())
			.thenApply((answer) -> millis(JSON.readTree(answer.body())));
	}

	private static double millis(JsonNode execution) {
		Instant created = Instant.parse(execution.get("createdAt").asString());
		return Duration.between(created, Instant.parse(execution.get("endedAt").asString())).toMillis();
	}

	/**
	 * Creates one, waits for its end, and then for its line in the repository: from the
	 * one to the other.
	 */
	double millisUntilListed(String flow) {
		JsonNode execution = create(flow, WAIT);
		Instant ended = Instant.parse(execution.get("endedAt").asString());
		Awaitility.await()
			.atMost(Duration.ofMinutes(5))
			.pollInterval(Duration.ofMillis(5))
			.until(() -> isListedAsEnded(execution.get("id").asString()));
		return Duration.between(ended, Instant.now()).toMillis();
	}

	/** Creates as many as asked for, as fast as it can, and waits for their ends. */
	double seconds(String flow, int executions) throws InterruptedException, ExecutionException {
		double before = ended(flow);
		long began = System.nanoTime();
		create(flow, executions);
		awaitEnds(flow, before + executions);
		return (System.nanoTime() - began) / 1e9;
	}

	/**
	 * Creates as many as asked for, as fast as it can, with the client of the JDK that
	 * takes least of the processor: both processes run on the same cores. Tries again
	 * when it is told to.
	 */
	void create(String flow, int executions) throws InterruptedException, ExecutionException {
		AtomicInteger left = new AtomicInteger(executions);
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<Future<?>> done = IntStream.range(0, CLIENTS).<Future<?>>mapToObj((i) -> clients.submit(() -> {
				while (left.getAndDecrement() > 0) {
					for (int wait = createQuickly(flow); wait > 0; wait = createQuickly(flow)) {
						TimeUnit.SECONDS.sleep(wait);
					}
				}
				return null;
			})).toList();
			for (Future<?> each : done) {
				each.get();
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	/** Gives the seconds after which to try again, 0 when it was created. */
	private int createQuickly(String flow) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) creation(flow, "").toURL().openConnection();
		connection.setRequestMethod("POST");
		connection.setRequestProperty("Content-Type", "application/json");
		connection.setDoOutput(true);
		connection.setFixedLengthStreamingMode(NO_INPUTS.length);
		try (OutputStream body = connection.getOutputStream()) {
			body.write(NO_INPUTS);
		}
		if (connection.getResponseCode() == 429) {
			try (InputStream answer = connection.getErrorStream()) {
				answer.readAllBytes();
			}
			return Integer.parseInt(connection.getHeaderField("Retry-After"));
		}
		if (connection.getResponseCode() >= 300) {
			throw new IllegalStateException("answered " + connection.getResponseCode());
		}
		// a connection is kept when its answer was read
		try (InputStream answer = connection.getInputStream()) {
			answer.readAllBytes();
		}
		return 0;
	}

	/**
	 * Creates one without waiting for the answer.
	 * @return the status of the answer
	 */
	CompletableFuture<Integer> submit(String flow) {
		return this.client
			.sendAsync(post(creation(flow, "")).timeout(Duration.ofMinutes(1)).build(),
					HttpResponse.BodyHandlers.discarding())
			.thenApply(HttpResponse::statusCode);
	}

	/**
	 * The routes of the management port that a GET of their own answers, the scrape among
	 * them.
	 */
	List<String> routes() {
		return JSON.readTree(send(HttpRequest.newBuilder(management("/"))))
			.get("_links")
			.valueStream()
			.map((link) -> link.get("href").asString().replaceFirst("^http://[^/]+", ""))
			.filter((path) -> !path.contains("{") && !path.isEmpty() && !path.endsWith("dump"))
			.toList();
	}

	/** Asks for a route, and reads the answer. */
	void look(String route) {
		send(HttpRequest.newBuilder(management(route)));
	}

	/** Executions of a flow that ended since the start. */
	double ended(String flow) {
		return value(
				send(HttpRequest.newBuilder(management("/metrics/executor.execution.end.count?tag=flow_id:" + flow))));
	}

	/** Waits until as many of a flow have ended since the start. */
	void awaitEnds(String flow, double executions) {
		// each look walks over all meters of the application
		Awaitility.await()
			.atMost(Duration.ofMinutes(60))
			.pollInterval(Duration.ofMillis(200))
			.until(() -> ended(flow) >= executions);
	}

	/** Bytes of the heap that are in use after a collection. */
	double liveHeap() throws IOException, InterruptedException {
		String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
		new ProcessBuilder(jcmd, Long.toString(this.process.pid()), "GC.run")
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start()
			.waitFor();
		return value(send(HttpRequest.newBuilder(management("/metrics/jvm.memory.used?tag=area:heap"))));
	}

	/** Processor seconds by thread, numbers in its name left out. */
	Map<String, Double> cpu() {
		try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(this.process.pid()), "task"))) {
			return threads.map(Candidate::stat)
				.collect(Collectors.groupingBy((stat) -> stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'))
					.replaceAll("[0-9]+", "#"), TreeMap::new, Collectors.summingDouble((stat) -> {
						String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
						return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
					})));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	double cpuSeconds() {
		return this.process.info().totalCpuDuration().orElseThrow().toMillis() / 1000.0;
	}

	/** Records of all topics, markers of transactions included. */
	long records() throws IOException, InterruptedException, ExecutionException {
		return TopicRecords.count("127.0.0.1:" + this.brokerPort, this.directory);
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	private JsonNode create(String flow, String query) {
		return JSON.readTree(send(post(creation(flow, query))));
	}

	private URI creation(String flow, String query) {
		return api("/api/flows/bench/" + flow + "/executions" + query);
	}

	private static HttpRequest.Builder post(URI uri) {
		return HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofByteArray(NO_INPUTS));
	}

	private static double value(String meter) {
		return JSON.readTree(meter).get("measurements").get(0).get("value").asDouble();
	}

	private boolean isListedAsEnded(String id) throws SQLException {
		String file = "jdbc:sqlite:" + this.directory.resolve("data/windhover.db");
		try (Connection connection = DriverManager.getConnection(file);
				PreparedStatement select = connection
					.prepareStatement("SELECT 1 FROM executions WHERE id = ? AND state = 'SUCCESS'")) {
			select.setString(1, id);
			return select.executeQuery().next();
		}
	}

	private boolean isReady() throws InterruptedException {
		if (!this.process.isAlive()) {
			throw new IllegalStateException("It ended before it was ready: " + this.directory);
		}
		try {
			return this.client
				.send(HttpRequest.newBuilder(management("/health/readiness")).build(),
						HttpResponse.BodyHandlers.discarding())
				.statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() >= 300) {
				throw new IllegalStateException(response.statusCode() + ": " + response.body());
			}
			return response.body();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private URI api(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	private URI management(String path) {
		return URI.create("http://127.0.0.1:" + this.managementPort + path);
	}

	private static String stat(Path thread) {
		try {
			return Files.readString(thread.resolve("stat"));
		}
		catch (IOException ex) {
			return "0 (ended) S 0 0 0 0 0 0 0 0 0 0 0 0 0";
		}
	}

}
