package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.system.FreePorts;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real search server in a process of its own, which can be killed and started again on
 * the same data and port. It ends when this JVM does, however that ends.
 */
public abstract class SearchServer implements AutoCloseable {

	/** Runs a command until it ends or the input does, which is held by this JVM. */
	private static final String WHILE_WANTED = """
			exec 3<&0
			"$@" 3<&- &
			server=$!
			(read -r end <&3; kill -9 $server) &
			wait $server
			kill $!
			""";

	/** For a JVM that lives too shortly to earn what it optimizes. */
	static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final int port = FreePorts.next();

	final int transportPort = FreePorts.next();

	private final Path directory;

	private @Nullable Process process;

	SearchServer(String name) {
		try {
			Path parent = Files.createDirectories(place("search-servers"));
			this.directory = Files.createTempDirectory(parent, name);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A directory of the build's, or one beside where the build is below /tmp: there
	 * Elasticsearch refuses to start, because a module of its own may read all of /tmp.
	 */
	static Path place(String name) {
		Path target = Path.of("target").toAbsolutePath();
		return (target.startsWith("/tmp") ? Path.of("/var").resolve(target.subpath(0, target.getNameCount())) : target)
			.resolve(name);
	}

	/**
	 * Starts a new one; none is left where that fails.
	 */
	static <S extends SearchServer> S started(S server) {
		try {
			server.start();
			return server;
		}
		catch (RuntimeException ex) {
			server.kill();
			throw ex;
		}
	}

	/**
	 * Starts the process, and returns when the server answers and has recovered its data.
	 */
	public final void start() {
		try {
			List<String> command = new ArrayList<>(List.of("sh", "-c", WHILE_WANTED, "sh"));
			command.addAll(command(this.directory, this.port));
			ProcessBuilder builder = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
			builder.environment().putAll(environment(this.directory));
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitRecovered(this.process);
	}

	/**
	 * SIGKILL.
	 */
	public final void kill() {
		if (this.process == null) {
			return;
		}
		ProcessHandle shell = this.process.toHandle();
		Stream.concat(shell.descendants().toList().stream(), Stream.of(shell))
			.filter(ProcessHandle::destroyForcibly)
			.toList()
			.forEach((each) -> each.onExit().join());
		this.process = null;
	}

	/**
	 * Where it listens.
	 */
	public final URI uri() {
		return URI.create("%s://127.0.0.1:%d".formatted(scheme(), this.port));
	}

	/**
	 * What the server answers to a GET, after all that was written can be found.
	 */
	public final JsonNode get(String path) {
		send("POST", "/_refresh", null);
		return send("GET", path, null);
	}

	/**
	 * The body of the answer to a request with a JSON body, whatever its status.
	 */
	public final JsonNode send(String method, String path, @Nullable String body) {
		HttpRequest.BodyPublisher publisher = (body != null) ? HttpRequest.BodyPublishers.ofString(body)
				: HttpRequest.BodyPublishers.noBody();
		HttpRequest request = HttpRequest.newBuilder(uri().resolve(path))
			.header("Content-Type", "application/json")
			.method(method, publisher)
			.timeout(Duration.ofMinutes(1))
			.build();
		try {
			return new JsonMapper().readTree(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Ends the process and deletes its data.
	 */
	@Override
	public final void close() {
		kill();
		try {
			FileSystemUtils.deleteRecursively(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String scheme() {
		return "http";
	}

	/**
	 * What it answers to a question for its health, whatever the status.
	 */
	JsonNode health(String path) {
		return send("GET", path, null);
	}

	abstract List<String> command(Path data, int port) throws IOException;

	Map<String, String> environment(Path data) {
		return Map.of();
	}

	private Path log() {
		return this.directory.resolve("server.log");
	}

	private void awaitRecovered(Process started) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptionsInstanceOf(UncheckedIOException.class)
			.until(() -> isRecovered(started));
	}

	private boolean isRecovered(Process started) throws IOException {
		if (!started.isAlive()) {
			throw new IllegalStateException("It ended: " + Files.readString(log(), StandardCharsets.UTF_8));
		}
		JsonNode health = health("/_cluster/health?wait_for_status=yellow&timeout=1s");
		return health.has("timed_out") && !health.get("timed_out").asBoolean();
	}

}
