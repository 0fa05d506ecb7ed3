package io.windhover.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.windhover.system.FreePorts;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
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
		send(HttpRequest.newBuilder(api("/api/flows/bench/" + id))
			.header("Content-Type", "application/yaml")
			.PUT(HttpRequest.BodyPublishers
				.ofString("namespace: bench%nid: %s%ntasks:%n%s".formatted(id, tasks.indent(2)))));
	}

	/**
	 * Creates one and waits for its end: from the one to the other, by its own history.
	 */
	double millis(String flow) {
		JsonNode execution = create(flow, "?wait=PT60S");
		Instant created = Instant.parse(execution.get("createdAt").asString());
		return Duration.between(created, Instant.parse(execution.get("endedAt").asString())).toMillis();
	}

	/** Creates as many as asked for, as fast as it can, and waits for their ends. */
	double seconds(String flow, int executions) throws InterruptedException, ExecutionException {
		double before = ended(flow);
		long began = System.nanoTime();
		AtomicInteger left = new AtomicInteger(executions);
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<Future<?>> done = IntStream.range(0, CLIENTS).<Future<?>>mapToObj((i) -> clients.submit(() -> {
				while (left.getAndDecrement() > 0) {
					create(flow, "");
				}
			})).toList();
			for (Future<?> each : done) {
				each.get();
			}
		}
		finally {
			clients.shutdownNow();
		}
		Awaitility.await()
			.atMost(Duration.ofMinutes(20))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> ended(flow) - before >= executions);
		return (System.nanoTime() - began) / 1e9;
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
		try (Admin admin = Admin.create(clientProperties())) {
			List<TopicPartition> partitions = admin.describeTopics(admin.listTopics().names().get())
				.allTopicNames()
				.get()
				.values()
				.stream()
				.flatMap((topic) -> topic.partitions()
					.stream()
					.map((info) -> new TopicPartition(topic.name(), info.partition())))
				.toList();
			return admin
				.listOffsets(partitions.stream()
					.collect(Collectors.toMap((partition) -> partition, (partition) -> OffsetSpec.latest())))
				.all()
				.get()
				.values()
				.stream()
				.mapToLong((offset) -> offset.offset())
				.sum();
		}
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	private Properties clientProperties() throws IOException {
		Properties properties = new Properties();
		try (Stream<Path> files = Files.walk(this.directory)) {
			Path file = files.filter((path) -> path.endsWith("kafka-client.properties")).findFirst().orElse(null);
			if (file != null) {
				try (var text = Files.newBufferedReader(file)) {
					properties.load(text);
				}
			}
		}
		properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + this.brokerPort);
		return properties;
	}

	private JsonNode create(String flow, String query) {
		return JSON.readTree(send(HttpRequest.newBuilder(api("/api/flows/bench/" + flow + "/executions" + query))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString("{}"))));
	}

	private double ended(String flow) {
		String answer = send(
				HttpRequest.newBuilder(management("/metrics/executor.execution.end.count?tag=flow_id:" + flow)));
		return JSON.readTree(answer).get("measurements").get(0).get("value").asDouble();
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
