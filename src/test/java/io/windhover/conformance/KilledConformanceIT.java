package io.windhover.conformance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.TestSize;
import io.windhover.conformance.ConformanceFlows.Started;
import io.windhover.conformance.TopicChecker.Schedule;
import io.windhover.execution.json.Json;
import io.windhover.system.WindhoverProcess;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGKILL of the one process at random instants while all the flows of
 * {@code conformance/} run, a schedule fires each second and a topic is read.
 */
class KilledConformanceIT {

	private static final int ROUNDS = TestSize.of(1, 20);

	private final long seed = Long.getLong("seed", System.nanoTime());

	private final Random random = new Random(this.seed);

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void everyFlowComesToItsEndOnceWheneverTheProcessIsKilled() {
		try (WindhoverProcess windhover = WindhoverProcess
			.start(this.directory, "--windhover.worker.slots=32", ConformanceFlows.GROUPS)
			.awaitReady();
				ConformanceServers servers = ConformanceServers.start("127.0.0.1:" + windhover.brokerPort(), 1)) {
			ConformanceFlows flows = new ConformanceFlows(windhover, servers);
			flows.store();
			EachSecond.store(windhover);
			EachRecord records = new EachRecord(windhover);
			records.store();
			records.write();
			Backfilled.start(windhover);
			List<Started> started = new ArrayList<>();
			for (int round = 0; round < ROUNDS; round++) {
				List<Started> ofRound = flows.start();
				started.addAll(ofRound);
				List<Started> left = new ArrayList<>(ofRound);
				int mayBeLeft = this.random.nextInt(ofRound.size());
				await("round %d".formatted(round), flows, left, mayBeLeft);
				records.write();
				windhover.kill();
				windhover.restart().awaitReady();
			}
			List<Started> left = new ArrayList<>(started);
			await("the end of all", flows, left, 0);
			started.forEach((each) -> assertEnd(flows, each));
			Set<String> created = started.stream().map(Started::id).collect(Collectors.toCollection(HashSet::new));
			takeUp(windhover, flows, started).forEach((each) -> created.add(each.id()));
			patience("the end of the backfill").until(() -> Backfilled.hasEnded(windhover));
			Awaitility.await("what follows the backfill")
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> Backfilled.assertWhole(windhover, documents(windhover, "executions")));
			Awaitility.await("all records of the topic")
				.atMost(Duration.ofMinutes(2))
				.untilAsserted(() -> records.assertWhole(documents(windhover, "executions")));
			Schedule schedule = EachSecond.pause(windhover, () -> documents(windhover, "executions"));
			Awaitility.await("the end of the last fires")
				.atMost(Duration.ofMinutes(1))
				.untilAsserted(() -> assertThat(TopicChecker.check(created, documents(windhover, "executions"),
						documents(windhover, "task-runs"), List.of(schedule)))
					.as("seed %d", this.seed)
					.isEmpty());
			System.out.printf("Seed %d: %d rounds, %d executions%n", this.seed, ROUNDS, created.size());
		}
	}

	/** Restarts and replays what has ended, and kills the process meanwhile. */
	private List<Started> takeUp(WindhoverProcess windhover, ConformanceFlows flows, List<Started> ended) {
		List<Started> all = new ArrayList<>();
		List<Started> next = takeUp(flows, ended);
		while (!next.isEmpty()) {
			all.addAll(next);
			windhover.kill();
			windhover.restart().awaitReady();
			await("the end of what was taken up", flows, new ArrayList<>(next), 0);
			next.forEach((each) -> assertEnd(flows, each));
			next = takeUp(flows, next);
		}
		return all;
	}

	private static List<Started> takeUp(ConformanceFlows flows, List<Started> ended) {
		return ended.stream().map(flows::takeUp).filter(Objects::nonNull).toList();
	}

	private static void assertEnd(ConformanceFlows flows, Started ended) {
		Awaitility.await(ended.name())
			.atMost(Duration.ofMinutes(1))
			.pollDelay(Duration.ZERO)
			.untilAsserted(() -> flows.assertEnd(ended));
	}

	/** Fails with the names of those that are left. */
	private void await(String what, ConformanceFlows flows, List<Started> left, int mayBeLeft) {
		patience(what).until(() -> {
			left.removeIf(flows::hasEnded);
			return left.stream().map((each) -> each.name() + " " + each.id()).toList();
		}, (names) -> names.size() <= mayBeLeft);
	}

	private ConditionFactory patience(String what) {
		return Awaitility.await("%s, seed %d".formatted(what, this.seed))
			.atMost(Duration.ofMinutes(2))
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(500));
	}

	private static List<JsonNode> documents(WindhoverProcess windhover, String topic) {
		return windhover.committed("windhover-" + topic)
			.stream()
			.map((message) -> Json.mapper().readTree(message.value()))
			.toList();
	}

}
