package io.windhover.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.execution.Execution;
import io.windhover.executor.ExecutorListener;
import io.windhover.flow.FlowKey;
import io.windhover.scheduler.SchedulerListener;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each change of health with its real cause made to happen in the whole application, but
 * for the broker's, which {@link AbsentBrokerIT} has. All the time liveness is looked at:
 * it says no only for what a restart cures.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthFaultsIT {

	private static final long MEGABYTE = 1024 * 1024;

	private static final long DISK_MARGIN = 600 * MEGABYTE;

	private final Faults faults = new Faults();

	private final int brokerPort = FreePorts.next();

	private LocalPorts ports;

	private ConfigurableApplicationContext context;

	private Path directory;

	private LivenessWatch liveness;

	@BeforeAll
	void start(@TempDir Path directory) {
		this.directory = directory;
		Faults.current = this.faults;
		this.ports = new LocalPorts(FreePorts.next(), FreePorts.next());
		this.context = new SpringApplicationBuilder(FaultyApplication.class)
			.run(this.ports.arguments("--windhover.broker.port=" + this.brokerPort,
					"--windhover.data-directory=" + directory, "--windhover.flows.samples=",
					"--windhover.topics.partitions=4", "--windhover.management.sample-interval=200ms",
					// the partitions of a thread that died wait for its session to end
					"--windhover.broker.properties.group.min.session.timeout.ms=1000",
					"--windhover.streams.properties.consumer.session.timeout.ms=3000",
					"--windhover.streams.properties.consumer.heartbeat.interval.ms=500",
					"--windhover.management.scheduler-stall=8s", "--windhover.repository.sqlite.busy-timeout=100ms",
					"--windhover.indexer.retry-max-delay=500ms", "--windhover.worker.drain-timeout=1s",
					"--management.health.diskspace.threshold=" + (usable() - DISK_MARGIN) + "B",
					"--management.endpoint.health.cache.time-to-live=0ms"));
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void watch() {
		awaiting("ready").until(() -> this.ports.status("/health/readiness") == 200);
		this.liveness = new LivenessWatch(this.ports);
	}

	@AfterEach
	void unwatch() throws InterruptedException {
		this.liveness.stop();
	}

	@Test
	void repositoryThatDoesNotTakeDocumentsDegradesAndNothingIsLost() throws SQLException {
		putFlow("documented", "");
		try (Connection connection = DriverManager
			.getConnection("jdbc:sqlite:" + this.directory.resolve("windhover.db") + "?busy_timeout=30000");
				Statement statement = connection.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
			String execution = this.ports.create("documented");
			awaiting("repository").until(() -> this.ports.component("repository").equals("DEGRADED"));
			// a scheduler that was held for longer than its transaction lasts begins anew
			awaiting("all else works")
				.until(() -> this.ports.status("/health/readiness") == 200 && this.ports.status("/health") == 200
						&& this.ports.health("/health").get("status").asString().equals("DEGRADED"));
			assertThat(this.ports.health("/health/repository").get("details").get("error").asString()).isNotEmpty();
			statement.execute("ROLLBACK");
			awaiting("repository").until(() -> this.ports.component("repository").equals("UP"));
			awaiting("documents").until(() -> count(connection, execution) == 1);
		}
		assertThat(this.liveness.statuses()).containsOnly(200);
	}

	/** Comes before the disk is used by others of these tests. */
	@Test
	@Order(1)
	void fullDiskIsDownAndNoReasonToRestart() throws IOException {
		assertThat(this.ports.component("diskSpace")).isEqualTo("UP");
		Path file = this.directory.resolve("fill");
		try (RandomAccessFile fill = new RandomAccessFile(file.toFile(), "rw")) {
			// others write to this disk and delete from it, too
			byte[] block = new byte[32 * (int) MEGABYTE];
			for (long written = 0; !this.ports.component("diskSpace").equals("DOWN"); written += block.length) {
				assertThat(written).isLessThan(5 * DISK_MARGIN);
				fill.write(block);
				fill.getFD().sync();
			}
			assertThat(this.ports.status("/health")).isEqualTo(503);
			assertThat(this.ports.status("/health/readiness")).isEqualTo(200);
		}
		finally {
			Files.delete(file);
		}
		awaiting("disk").until(() -> this.ports.component("diskSpace").equals("UP"));
		assertThat(this.liveness.statuses()).containsOnly(200);
	}

	@Test
	void schedulerThatNoLongerTicksIsAReasonToRestart() {
		// stored and committed before a fire is held up
		putFlow("ticking", "triggers: [{id: t, type: schedule, cron: \"* * * * * *\"}]");
		this.faults.schedulerGate = new CountDownLatch(1);
		awaiting("blocked").until(() -> this.ports.status("/health/liveness") == 503);
		assertThat(this.ports.component("scheduler")).isEqualTo("DOWN");
		this.faults.schedulerGate.countDown();
		awaiting("unblocked").until(() -> this.ports.status("/health/liveness") == 200);
		awaiting("ticks").until(() -> this.ports.component("scheduler").equals("UP"));
		this.ports.delete("ticking");
	}

	@Test
	void streamThreadThatDiesIsReplacedAndOnlyAClientInErrorIsAReasonToRestart() {
		putFlow("deadly", "");
		this.faults.deaths.set(1);
		this.ports.create("deadly");
		awaiting("death").until(() -> this.faults.deaths.get() == 0);
		awaiting("replaced").until(() -> this.ports.status("/health/readiness") == 200);
		assertThat(this.liveness.statuses()).containsOnly(200);

		this.faults.deaths.set(Integer.MAX_VALUE);
		this.ports.create("deadly");
		// each of eleven threads dies some seconds after the one before it
		awaiting("ERROR").atMost(Duration.ofMinutes(6)).until(() -> this.ports.status("/health/liveness") == 503);
		assertThat(this.ports.component("kafkaStreams")).isEqualTo("DOWN");
		this.faults.deaths.set(0);
		// 409 while the client is still on its way to ERROR
		awaiting("restart").until(() -> this.ports.restartStreams("executor") == 202);
		awaiting("restarted").until(() -> this.ports.status("/health/liveness") == 200);
		awaiting("ready").until(() -> this.ports.status("/health/readiness") == 200);
	}

	/** Comes before the deaths of threads, which are rebalances, too. */
	@Test
	@Order(2)
	void rebalanceStormDegradesAndIsNoReasonToRestart() {
		AtomicInteger number = new AtomicInteger();
		awaiting("storm").atMost(Duration.ofMinutes(8)).until(() -> {
			otherExecutor(number.incrementAndGet()).close();
			return this.ports.health("/health/kafkaStreams").toString().contains("storm");
		});
		// what the last of the others gave back is taken first
		awaiting("works on").until(() -> this.ports.status("/health") == 200);
		assertThat(this.ports.component("kafkaStreams")).isEqualTo("DEGRADED");
		assertThat(this.liveness.statuses()).containsOnly(200);
	}

	/** Takes half of the partitions, and gives them back when it is closed. */
	private ConfigurableApplicationContext otherExecutor(int number) {
		LocalPorts others = new LocalPorts(FreePorts.next(), FreePorts.next());
		ConfigurableApplicationContext other = new SpringApplicationBuilder(FaultyApplication.class)
			.run(others.arguments("--spring.kafka.bootstrap-servers=127.0.0.1:" + this.brokerPort,
					"--windhover.roles=executor", "--windhover.instance-id=other-" + number,
					"--windhover.data-directory=" + this.directory.resolve("other-" + number),
					"--windhover.topics.partitions=4"));
		awaiting("other").until(() -> others.status("/health/readiness") == 200);
		return other;
	}

	private void putFlow(String id, String triggers) {
		this.ports.put(id, """
				namespace: faults
				id: %s
				tasks:
				  - {id: say, type: log, message: hello}
				%s
				""".formatted(id, triggers));
	}

	private long usable() {
		return this.directory.toFile().getUsableSpace();
	}

	private static int count(Connection connection, String execution) throws SQLException {
		try (var query = connection.prepareStatement("SELECT count(*) FROM executions WHERE id = ?")) {
			query.setString(1, execution);
			return query.executeQuery().getInt(1);
		}
	}

	private static ConditionFactory awaiting(String what) {
		// the faults kill threads on purpose
		return Awaitility.await(what)
			.dontCatchUncaughtExceptions()
			.atMost(Duration.ofMinutes(2))
			.pollInterval(Duration.ofMillis(50));
	}

	/** Asks for liveness over and over, and keeps what it said. */
	private static final class LivenessWatch {

		private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();

		private final CountDownLatch stopped = new CountDownLatch(1);

		private final Thread thread;

		LivenessWatch(LocalPorts ports) {
			this.thread = new Thread(() -> {
				try {
					do {
						this.statuses.add(ports.status("/health/liveness"));
					}
					while (!this.stopped.await(20, TimeUnit.MILLISECONDS));
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}, "liveness-watch");
			this.thread.start();
		}

		Set<Integer> statuses() {
			return this.statuses;
		}

		void stop() throws InterruptedException {
			this.stopped.countDown();
			this.thread.join();
		}

	}

	/** What goes wrong now. */
	private static final class Faults implements SchedulerListener, ExecutorListener {

		private static Faults current = new Faults();

		private volatile CountDownLatch schedulerGate = new CountDownLatch(0);

		private final AtomicInteger deaths = new AtomicInteger();

		@Override
		public void fired(FlowKey flow, String type, Duration delay) {
			try {
				this.schedulerGate.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void executionStarted(Execution execution) {
			if (execution.flowId().equals("deadly") && this.deaths.getAndUpdate((left) -> Math.max(0, left - 1)) > 0) {
				throw new LinkageError("A fault of this test");
			}
		}

	}

	/** The application, without what other tests have on the class path. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ComponentScan(basePackages = "io.windhover", excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX,
			pattern = "io\\.windhover\\..*(Test|IT|Application).*"))
	static class FaultyApplication {

		@Bean
		Faults faults() {
			return Faults.current;
		}

	}

	/** The two ports of an application in this JVM. */
	private record LocalPorts(int api, int management) {

		private static final java.net.http.HttpClient CLIENT = java.net.http.HttpClient.newHttpClient();

		String[] arguments(String... more) {
			return java.util.stream.Stream
				.concat(java.util.stream.Stream.of("--server.port=" + this.api,
						"--management.server.port=" + this.management), java.util.stream.Stream.of(more))
				.toArray(String[]::new);
		}

		int status(String path) {
			return send(this.management, "GET", path, "", "application/json").statusCode();
		}

		JsonNode health(String path) {
			return io.windhover.execution.json.Json.mapper()
				.readTree(send(this.management, "GET", path, "", "application/json").body());
		}

		String component(String name) {
			return health("/health/" + name).get("status").asString();
		}

		void put(String id, String yaml) {
			assertThat(send(this.api, "PUT", "/api/flows/faults/" + id, yaml, "application/yaml").statusCode())
				.isIn(200, 201);
		}

		void delete(String id) {
			assertThat(send(this.api, "DELETE", "/api/flows/faults/" + id, "", "application/json").statusCode())
				.isEqualTo(204);
		}

		String create(String id) {
			var answer = send(this.api, "POST", "/api/flows/faults/" + id + "/executions", "{}", "application/json");
			return io.windhover.execution.json.Json.mapper().readTree(answer.body()).get("id").asString();
		}

		int restartStreams(String role) {
			for (JsonNode client : health("/kafkastreams").get("streams")) {
				String id = client.get("clientId").asString();
				if (id.contains(role)) {
					return send(this.management, "POST", "/kafkastreams/" + id, "{\"threads\":\"restart\"}",
							"application/json")
						.statusCode();
				}
			}
			throw new AssertionError("No client of the " + role);
		}

		private static java.net.http.HttpResponse<String> send(int port, String method, String path, String body,
				String type) {
			try {
				return CLIENT
					.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + port + path))
						.header("Content-Type", type)
						.method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body))
						.build(), java.net.http.HttpResponse.BodyHandlers.ofString());
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
