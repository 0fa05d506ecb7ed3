package io.windhover.system;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Spring Boot Admin server with Windhover's views, in a process of its own because
 * it is built on another version of Spring Boot. The build leaves its classes and its
 * class path in {@code target/admin-server}.
 */
final class AdminServerProcess implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final HttpClient client = HttpClient.newHttpClient();

	private final int port = FreePorts.next();

	private final Path log;

	private final Process process;

	AdminServerProcess(Path directory) {
		Path built = Path.of("target", "admin-server").toAbsolutePath();
		Path views = Path.of("target", "windhover-admin-ui.jar").toAbsolutePath();
		this.log = directory.resolve("admin-server.log");
		try {
			String classPath = String.join(File.pathSeparator, built.resolve("classes").toString(), views.toString(),
					Files.readString(built.resolve("classpath.txt")).strip());
			this.process = new ProcessBuilder(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
							"-XX:TieredStopAtLevel=1", "-cp", classPath, "io.windhover.admin.AdminServer",
							"--server.port=" + this.port, "--spring.boot.admin.monitor.status-interval=3s",
							"--spring.boot.admin.monitor.status-lifetime=1s"))
				.directory(directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(this.log.toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	AdminServerProcess awaitUp() {
		Awaitility.await("Admin server, log in " + this.log)
			.atMost(Duration.ofMinutes(3))
			.ignoreExceptionsMatching((ex) -> ex instanceof UncheckedIOException && this.process.isAlive())
			.until(() -> get("/instances").status() == 200);
		return this;
	}

	String url() {
		return "http://127.0.0.1:" + this.port;
	}

	/**
	 * The instance that has this management URL, once it has this status and its
	 * endpoints are known.
	 */
	JsonNode awaitInstance(URI managementUrl, String status) {
		return Awaitility.await("instance at " + managementUrl)
			.atMost(Duration.ofMinutes(2))
			.until(() -> find(managementUrl),
					(instance) -> !instance.isMissingNode()
							&& instance.at("/statusInfo/status").asString().equals(status)
							&& instance.get("endpoints").size() > 1);
	}

	/**
	 * The instance that has this management URL, missing where there is none.
	 */
	JsonNode find(URI managementUrl) {
		return get("/instances").json()
			.valueStream()
			.filter((each) -> each.at("/registration/managementUrl").asString("").equals(managementUrl.toString()))
			.findFirst()
			.orElseGet(() -> JSON.createObjectNode().path("none"));
	}

	Answer get(String path) {
		return send(path, HttpRequest.newBuilder().GET());
	}

	/**
	 * As the server's own page does it, whose origin is not that of the instance.
	 */
	Answer post(String path, String body) {
		return send(path,
				HttpRequest.newBuilder()
					.header("Content-Type", "application/json")
					.header("Origin", url())
					.POST(HttpRequest.BodyPublishers.ofString(body)));
	}

	private Answer send(String path, HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.uri(URI.create(url() + path))
				.header("Accept", "application/vnd.spring-boot.actuator.v3+json, application/json")
				.timeout(Duration.ofSeconds(30))
				.build(), HttpResponse.BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.body());
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
		try {
			if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The Admin server does not end");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	record Answer(int status, String body) {

		JsonNode json() {
			return JSON.readTree(this.body);
		}

	}

}
