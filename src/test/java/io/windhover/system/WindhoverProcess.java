package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged application in a process of its own, on free ports, with its data in a
 * directory of the test.
 */
public final class WindhoverProcess implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	/**
	 * Fewer partitions, and stream threads that look at the clock less often: half of the
	 * processor time of a process that has nothing to do.
	 */
	private static final List<String> CHEAP = List.of("--windhover.topics.partitions=4",
			"--windhover.streams.poll=20ms");

	private final HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

	private final int port = FreePorts.next();

	private final int managementPort = FreePorts.next();

	private final int brokerPort = FreePorts.next();

	private final Path directory;

	private List<String> launcher;

	private final List<String> defaults;

	private final List<String> arguments;

	private Process process;

	/**
	 * Starts the application, prepared and set for a cheap run; {@link #awaitReady()}
	 * waits until it works.
	 */
	public static WindhoverProcess start(Path directory, String... arguments) {
		return new WindhoverProcess(directory, PackagedApplication.quick(), CHEAP, arguments);
	}

	/**
	 * Starts another application, set as {@link #start(Path, String...)} does.
	 * @param launcher its command line without the arguments
	 */
	static WindhoverProcess start(List<String> launcher, Path directory, String... arguments) {
		return new WindhoverProcess(directory, launcher, CHEAP, arguments);
	}

	/**
	 * Starts the jar itself, with its own defaults, as a user does.
	 */
	public static WindhoverProcess startJar(Path directory, String... arguments) {
		return startJarOn(PackagedApplication.testJava(), directory, arguments);
	}

	/**
	 * Starts the jar itself on another JVM.
	 */
	public static WindhoverProcess startJarOn(Path java, Path directory, String... arguments) {
		return new WindhoverProcess(directory, PackagedApplication.jar(java), List.of(), arguments);
	}

	private WindhoverProcess(Path directory, List<String> launcher, List<String> defaults, String... arguments) {
		this.directory = directory;
		this.launcher = launcher;
		this.defaults = defaults;
		this.arguments = List.of(arguments);
		this.process = launch();
	}

	private Process launch() {
		List<String> command = new ArrayList<>(this.launcher);
		Stream<String> own = Stream.of("--server.port=" + this.port, "--management.server.port=" + this.managementPort,
				"--windhover.broker.port=" + this.brokerPort, "--windhover.flows.samples=",
				"--windhover.data-directory=" + this.directory.resolve("data"));
		Stream.concat(own, this.defaults.stream())
			.filter((setting) -> this.arguments.stream().noneMatch((given) -> sameProperty(given, setting)))
			.forEach(command::add);
		command.addAll(this.arguments);
		try {
			return new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Given twice, a property would be a list. */
	private static boolean sameProperty(String one, String other) {
		return one.substring(0, one.indexOf('=')).equals(other.substring(0, other.indexOf('=')));
	}

	/**
	 * Starts it again, after {@link #kill()} or {@link #stop()}, on the same ports and
	 * data.
	 */
	public WindhoverProcess restart() {
		this.process = launch();
		return this;
	}

	/**
	 * Starts another application in its place, as {@link #restart()} does.
	 * @param launcher its command line without the arguments
	 */
	WindhoverProcess restart(List<String> launcher) {
		this.launcher = launcher;
		return restart();
	}

	/**
	 * Waits until readiness says UP.
	 */
	public WindhoverProcess awaitReady() {
		try {
			Awaitility.await("readiness of the application")
				.atMost(Duration.ofMinutes(3))
				.pollInterval(Duration.ofMillis(50))
				.until(() -> {
					if (!this.process.isAlive()) {
						throw new IllegalStateException("The application ended");
					}
					return isReady();
				});
		}
		catch (ConditionTimeoutException | IllegalStateException ex) {
			String log = logText();
			// nobody has it yet who would close it
			kill();
			throw new IllegalStateException(ex.getMessage() + ", its log:\n" + log, ex);
		}
		return this;
	}

	/**
	 * Whether readiness answers 200 now.
	 */
	public boolean isReady() {
		try {
			return send(request(management("/health/readiness")).GET()).statusCode() == 200;
		}
		catch (UncheckedIOException ex) {
			return false;
		}
	}

	/**
	 * SIGKILL.
	 */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * SIGSTOP, as when the machine is suspended.
	 */
	public void freeze() {
		signal("STOP");
	}

	/**
	 * SIGCONT.
	 */
	public void thaw() {
		signal("CONT");
	}

	private void signal(String name) {
		try {
			new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	/**
	 * SIGTERM, and wait for the end.
	 */
	public int stop() {
		this.process.destroy();
		awaitEnd();
		return this.process.exitValue();
	}

	/**
	 * Waits until it ends by itself.
	 */
	public int awaitEnd() {
		try {
			if (!this.process.waitFor(2, TimeUnit.MINUTES)) {
				throw new IllegalStateException("The application does not end:\n" + logText());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public long pid() {
		return this.process.pid();
	}

	public int brokerPort() {
		return this.brokerPort;
	}

	public URI api(String path) {
		return URI.create("http://127.0.0.1:" + this.port + path);
	}

	public URI management(String path) {
		return URI.create("http://127.0.0.1:" + this.managementPort + path);
	}

	public Path log() {
		return this.directory.resolve("windhover.log");
	}

	public String logText() {
		try {
			return Files.readString(log());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * GET of JSON that must answer 200.
	 */
	public JsonNode get(URI uri) {
		return JSON.readTree(text(uri));
	}

	/**
	 * GET that must answer 200.
	 */
	public String text(URI uri) {
		return body(send(request(uri).GET()), 200);
	}

	/**
	 * Stores flows, each given as YAML with its namespace and id at the top.
	 */
	public void put(String namespace, String id, String yaml) {
		body(send(request(api("/api/flows/%s/%s".formatted(namespace, id))).header("Content-Type", "application/yaml")
			.PUT(HttpRequest.BodyPublishers.ofString(yaml))), 200, 201);
	}

	/**
	 * Creates an execution and returns the answer.
	 * @param query such as {@code ?wait=PT30S}, or empty
	 */
	public JsonNode create(String namespace, String id, String body, String query) {
		return JSON.readTree(body(send(request(api("/api/flows/%s/%s/executions%s".formatted(namespace, id, query)))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(body))), 200, 201, 202));
	}

	/**
	 * Creates an execution with files, their texts by input.
	 */
	public JsonNode upload(String namespace, String id, Map<String, String> files) {
		StringBuilder body = new StringBuilder();
		files.forEach((input, text) -> body
			.append("--part\r\nContent-Disposition: form-data; name=\"%1$s\"; filename=\"%1$s.txt\"\r\n\r\n%2$s\r\n"
				.formatted(input, text)));
		return JSON.readTree(body(send(request(api("/api/flows/%s/%s/executions".formatted(namespace, id)))
			.header("Content-Type", "multipart/form-data; boundary=part")
			.POST(HttpRequest.BodyPublishers.ofString(body + "--part--\r\n"))), 201));
	}

	/**
	 * The state of an execution, which must exist; empty while nobody can tell it, as
	 * after a restart until what had ended before is indexed.
	 */
	public String state(String execution) {
		HttpResponse<String> answer = send(request(api("/api/executions/" + execution)).GET());
		return (answer.statusCode() == 503) ? "" : JSON.readTree(body(answer, 200)).get("state").asString();
	}

	/**
	 * What is committed to a topic of its broker, up to now.
	 */
	public List<ConsumerRecord<String, String>> committed(String topic) {
		return committed("127.0.0.1:" + this.brokerPort, topic);
	}

	/**
	 * What is committed to a topic of some brokers, up to now.
	 */
	public static List<ConsumerRecord<String, String>> committed(String servers, String topic) {
		Map<String, Object> settings = Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
				ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
		List<ConsumerRecord<String, String>> messages = new ArrayList<>();
		try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, new StringDeserializer(),
				new StringDeserializer())) {
			List<TopicPartition> partitions = consumer.partitionsFor(topic)
				.stream()
				.map((info) -> new TopicPartition(info.topic(), info.partition()))
				.toList();
			consumer.assign(partitions);
			consumer.seekToBeginning(partitions);
			Map<TopicPartition, Long> until = consumer.endOffsets(partitions);
			while (until.entrySet().stream().anyMatch((end) -> consumer.position(end.getKey()) < end.getValue())) {
				consumer.poll(Duration.ofMillis(200)).forEach(messages::add);
			}
		}
		return messages;
	}

	public HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Posts JSON.
	 */
	public HttpResponse<String> post(URI uri, String json) {
		return send(request(uri).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	/**
	 * A request with the timeout of these tests.
	 */
	public static HttpRequest.Builder request(URI uri) {
		return HttpRequest.newBuilder(uri).timeout(TIMEOUT.multipliedBy(3));
	}

	/**
	 * Ends it; fails when a meter was refused, which then is missing in the scrape.
	 */
	@Override
	public void close() {
		kill();
		logText().lines().filter((line) -> line.contains("registration has failed")).findFirst().ifPresent((line) -> {
			throw new IllegalStateException(line);
		});
	}

	private static String body(HttpResponse<String> response, int... expected) {
		if (Arrays.stream(expected).noneMatch((status) -> status == response.statusCode())) {
			throw new IllegalStateException(
					"%s answered %d: %s".formatted(response.request().uri(), response.statusCode(), response.body()));
		}
		return response.body();
	}

}
