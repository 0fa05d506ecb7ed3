package io.windhover.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import io.windhover.conformance.ConformanceFlows.Started;
import io.windhover.conformance.TopicChecker.Schedule;
import io.windhover.execution.json.Json;
import io.windhover.system.BrokerCluster;
import io.windhover.system.WindhoverProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three brokers and each role in a process of its own: SIGKILL of any of them at random
 * instants while all the flows of {@code conformance/} run and a schedule fires each
 * second.
 */
@Tag("long")
class RolesApartIT {

	private static final int ROUNDS = Integer.getInteger("rounds", 4);

	private static final List<String> ROLES = List.of("indexer", "executor", "worker", "scheduler");

	private final long seed = Long.getLong("seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	private final Map<String, WindhoverProcess> processes = new LinkedHashMap<>();

	private final List<String> faults = new ArrayList<>();

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@AfterEach
	void end() {
		this.processes.values().forEach(WindhoverProcess::close);
	}

	@Test
	void everyFlowComesToItsEndOnceWhicheverProcessIsKilled() throws IOException {
		try (BrokerCluster brokers = BrokerCluster.start(this.directory)) {
			for (String role : ROLES) {
				this.processes.put(role, start(role, brokers));
			}
			this.processes.values().forEach(WindhoverProcess::awaitReady);
			try (ConformanceServers servers = ConformanceServers.start(brokers.servers(), brokers.size())) {
				runAll(brokers, servers);
			}
		}
	}

	private void runAll(BrokerCluster brokers, ConformanceServers servers) {
		WindhoverProcess api = process("indexer");
		ConformanceFlows flows = new ConformanceFlows(api, servers);
		flows.store();
		EachSecond.store(api);
		List<Started> started = new ArrayList<>();
		for (int round = 0; round < ROUNDS; round++) {
			List<Started> ofRound = flows.start();
			started.addAll(ofRound);
			List<Started> left = new ArrayList<>(ofRound);
			awaitSome(flows, left);
			killProcess();
			awaitSome(flows, left);
			killBroker(brokers);
		}
		List<Started> left = new ArrayList<>(started);
		await("the end of all", () -> {
			left.removeIf(flows::hasEnded);
			return left.isEmpty();
		});
		started.forEach((each) -> Awaitility.await("%s, seed %d".formatted(each.name(), this.seed))
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> flows.assertEnd(each)));
		assertNothingIsLostDoubleOrMissing(brokers, started.stream().map(Started::id).collect(Collectors.toSet()));
	}

	private WindhoverProcess start(String role, BrokerCluster brokers) throws IOException {
		return WindhoverProcess.start(Files.createDirectory(this.directory.resolve(role)),
				"--windhover.instance-id=" + role, "--windhover.files.directory=" + this.directory.resolve("files"),
				// who reads an embedded repository has to be where it is written
				"--windhover.roles=" + (role.equals("indexer") ? "indexer,api" : role),
				"--windhover.topics.replication-factor=3", "--windhover.worker.slots=32", ConformanceFlows.GROUPS,
				"--spring.kafka.bootstrap-servers=" + brokers.servers());
	}

	private WindhoverProcess process(String role) {
		return Objects.requireNonNull(this.processes.get(role));
	}

	/**
	 * Until a random number of them is left, and each kill is asked for: what is to be
	 * killed ends by itself while a process is away.
	 */
	private void awaitSome(ConformanceFlows flows, List<Started> left) {
		int mayBeLeft = this.random.nextInt(left.size() + 1);
		await("%d left".formatted(mayBeLeft), () -> {
			left.removeIf(flows::hasEnded);
			return left.size() <= mayBeLeft && left.stream().noneMatch(flows::awaitsKill);
		});
	}

	private void killProcess() {
		String role = ROLES.get(this.random.nextInt(ROLES.size()));
		this.faults.add(role);
		WindhoverProcess process = process(role);
		process.kill();
		process.restart().awaitReady();
	}

	private void killBroker(BrokerCluster brokers) {
		int broker = this.random.nextInt(brokers.size());
		this.faults.add("broker " + broker);
		brokers.kill(broker);
		brokers.restart(broker);
		this.processes.values().forEach(WindhoverProcess::awaitReady);
	}

	private void assertNothingIsLostDoubleOrMissing(BrokerCluster brokers, Set<String> created) {
		Schedule schedule = EachSecond.pause(process("scheduler"), () -> documents(brokers, "executions"));
		Awaitility.await("the end of the last fires")
			.atMost(Duration.ofMinutes(2))
			.untilAsserted(() -> assertThat(TopicChecker.check(created, documents(brokers, "executions"),
					documents(brokers, "task-runs"), List.of(schedule)))
				.as("seed %d, killed %s", this.seed, this.faults)
				.isEmpty());
		System.out.printf("Seed %d, killed %s: %d executions, %d task runs%n", this.seed, this.faults,
				ids(brokers, "executions"), ids(brokers, "task-runs"));
	}

	private void await(String what, Callable<Boolean> condition) {
		Awaitility.await("%s, seed %d, killed %s".formatted(what, this.seed, this.faults))
			.atMost(Duration.ofMinutes(5))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(200))
			.ignoreExceptions()
			.until(condition);
	}

	private static long ids(BrokerCluster brokers, String topic) {
		return documents(brokers, topic).stream().map((document) -> document.get("id").asString()).distinct().count();
	}

	private static List<JsonNode> documents(BrokerCluster brokers, String topic) {
		return WindhoverProcess.committed(brokers.servers(), "windhover-" + topic)
			.stream()
			.map((message) -> Json.mapper().readTree(message.value()))
			.toList();
	}

}
