package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.h2.Driver;
import org.h2.engine.Constants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts of the packaged application: the first one, with the sample flows, and those
 * that cannot be.
 */
class StartIT {

	private static final String SAMPLES = "classpath:/samples/flows";

	@TempDir
	Path directory;

	@Test
	void firstStartHasSomethingToShow() throws Exception {
		try (WindhoverProcess windhover = startWithSamples()) {
			awaitManagement(windhover);
			windhover.awaitReady();
			Awaitility.await().untilAsserted(() -> assertThat(windhover.logText()).containsOnlyOnce("Ready in "));
			// the samples are stored once the scheduler runs
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> windhover.send(WindhoverProcess.request(windhover.api("/api/flows/demo/failing")))
					.statusCode() == 200);
			// which by itself fails once in an hour
			windhover.create("demo", "failing", "{}", "");
			// the most seldom of the other samples fire once in a minute
			Awaitility.await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
				assertThat(windhover.get(windhover.management("/worker")).get("runnings")).isNotEmpty();
				assertThat(windhover.get(windhover.management("/scheduler")).get("schedulable")).isNotEmpty();
				assertThat(windhover.get(windhover.management("/kafkastreams")).get("streams")).hasSize(2)
					.allSatisfy((client) -> assertThat(client.get("storeLags")).isNotEmpty());
				Scrape scrape = Scrape.of(windhover.text(windhover.management("/prometheus")));
				assertThat(scrape.sum("executor_execution_end_count_total", "state", "SUCCESS")).isPositive();
				assertThat(scrape.sum("executor_execution_end_count_total", "state", "FAILED")).isPositive();
				assertThat(scrape.sum("worker_retried_count_total")).isPositive();
				assertThat(scrape.sum("scheduler_evaluate_duration_seconds_count")).isPositive();
			});
			assertThat(windhover.get(windhover.management("/")).get("_links").propertyNames()).contains("worker",
					"scheduler", "kafkastreams", "prometheus", "health", "info", "loggers", "metrics", "env");
			assertThat(windhover.get(windhover.api("/api/openapi.json")).get("paths").propertyNames())
				.contains("/api/flows/{namespace}/{flowId}/executions");
			assertThat(logsOf("windhover-flows")).hasSize(4);
			windhover.stop();
			// that the machine was too busy for a heartbeat is not the application's
			// error
			assertThat(windhover.logText()
				.lines()
				.filter((line) -> line.contains("ERROR") && !line.contains("controller event queue overloaded")))
				.isEmpty();
			Files.copy(Path.of(Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
					Files.createDirectory(this.directory.resolve("drivers")).resolve("h2.jar"));
			windhover.restart(PackagedApplication.jarWith("drivers")).awaitReady();
			assertThat(windhover.get(windhover.api("/api/executions?size=1")).get("total").asLong()).isPositive();
			assertThatADriverBesideTheJarIsUsed(windhover);
		}
	}

	/** That of H2 is not in the jar. */
	private static void assertThatADriverBesideTheJarIsUsed(WindhoverProcess windhover) {
		windhover.put("start", "query", """
				namespace: start
				id: query
				tasks:
				  - {id: query, type: sql, url: "jdbc:h2:mem:", query: select h2version() as version, fetch: row}
				outputs: {version: "{{ outputs.query.row.VERSION }}"}
				""");
		JsonNode execution = windhover.create("start", "query", "{}", "?wait=PT60S");
		assertThat(execution.get("state").asString()).as("%s", execution).isEqualTo("SUCCESS");
		assertThat(execution.at("/outputs/version").asString()).isEqualTo(Constants.VERSION);
	}

	@Test
	void runsOnTheNewestJava() {
		Optional<Path> java = newestJava();
		Assumptions.assumeTrue(java.isPresent(),
				"Skipped: install a JDK 25 under /usr/lib/jvm, or name it by JAVA_25_HOME");
		try (WindhoverProcess windhover = WindhoverProcess
			.startJarOn(java.orElseThrow(), this.directory, "--windhover.flows.samples=" + SAMPLES)
			.awaitReady()) {
			windhover.put("smoke", "one", """
					namespace: smoke
					id: one
					tasks:
					  - {id: say, type: shell, command: "echo hello"}
					""");
			JsonNode execution = windhover.create("smoke", "one", "{}", "?wait=PT60S");
			assertThat(execution.get("state").asString()).isEqualTo("SUCCESS");
			assertThat(windhover.get(windhover.management("/info")).get("java").get("version").asString())
				.startsWith("25");
		}
	}

	@Test
	void takenPortIsNamedWithWhatToDo() throws IOException {
		try (ServerSocket taken = new ServerSocket(FreePorts.next(), 1, InetAddress.getLoopbackAddress());
				WindhoverProcess windhover = WindhoverProcess.start(this.directory,
						"--windhover.broker.port=" + taken.getLocalPort())) {
			assertThat(windhover.awaitEnd()).isNotZero();
			assertThat(windhover.logText())
				.contains("Port %d of the embedded broker is in use".formatted(taken.getLocalPort()))
				.contains("windhover.broker.port");
		}
	}

	/** One process is enough for those that are refused beside it. */
	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WhileItRuns {

		private Path place;

		private WindhoverProcess first;

		@BeforeAll
		void start(@TempDir Path directory) {
			this.place = directory;
			this.first = WindhoverProcess.start(directory, "--windhover.listen-address=0.0.0.0").awaitReady();
		}

		@AfterAll
		void stop() {
			this.first.close();
		}

		@Test
		void addressThatOthersReachIsWarnedOf() {
			assertThat(this.first.logText()).contains("WARN").contains("windhover.listen-address");
		}

		@Test
		void takenDirectoryIsNamedWithWhatToDo() {
			assertRefused();
		}

		@Test
		void takenDirectoryIsRefusedToAWorkerWithoutABroker() {
			assertRefused("--windhover.roles=worker",
					"--spring.kafka.bootstrap-servers=127.0.0.1:" + this.first.brokerPort());
		}

		private void assertRefused(String... arguments) {
			int logged = this.first.logText().length();
			try (WindhoverProcess second = WindhoverProcess.start(this.place, arguments)) {
				assertThat(second.awaitEnd()).isNotZero();
				assertThat(second.logText().substring(logged))
					.contains("is in use by another process (pid %d)".formatted(this.first.pid()))
					.contains("windhover.data-directory");
				assertThat(this.first.isReady()).isTrue();
			}
		}

	}

	private List<Path> logsOf(String topic) {
		try (Stream<Path> files = Files.list(this.directory.resolve("data/kafka"))) {
			return files.filter((file) -> file.getFileName().toString().matches(topic + "-\\d+")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Management answers, truthfully, long before an execution would run. */
	private static void awaitManagement(WindhoverProcess windhover) {
		boolean[] notReady = new boolean[1];
		Awaitility.await()
			.pollInterval(Duration.ofMillis(20))
			.atMost(Duration.ofMinutes(2))
			.ignoreExceptions()
			.until(() -> {
				int readiness = windhover
					.send(WindhoverProcess.request(windhover.management("/health/readiness")).GET())
					.statusCode();
				notReady[0] |= readiness == 503;
				return readiness == 200;
			});
		assertThat(notReady[0]).as("readiness said 503 while the engine started").isTrue();
	}

	private WindhoverProcess startWithSamples() {
		return WindhoverProcess.startJar(this.directory, "--windhover.flows.samples=" + SAMPLES);
	}

	private static Optional<Path> newestJava() {
		String named = System.getenv("JAVA_25_HOME");
		Stream<Path> homes = (named != null) ? Stream.of(Path.of(named))
				: Stream.ofNullable(Path.of("/usr/lib/jvm").toFile().listFiles())
					.flatMap(Stream::of)
					.map((file) -> file.toPath())
					.filter((home) -> home.getFileName().toString().contains("25"));
		return homes.map((home) -> home.resolve("bin/java")).filter(Files::isExecutable).findFirst();
	}

}
