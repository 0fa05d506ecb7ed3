package io.windhover.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * SIGKILL of the one process in the middle of its work.
 */
class KillIT {

	private static final int EXECUTIONS = 200;

	private static final Set<String> TERMINAL = Set.of("SUCCESS", "WARNING", "FAILED", "KILLED");

	@TempDir
	Path directory;

	@Test
	void everyExecutionEndsOnceAndNoFireIsLostOrDoubled() throws IOException {
		Path lines = Files.createFile(this.directory.resolve("lines"));
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory, "--windhover.worker.slots=16")) {
			windhover.awaitReady();
			windhover.put("kill", "three-steps", """
					namespace: kill
					id: three-steps
					inputs:
					  - {id: number, type: int}
					tasks:
					  - {id: first, type: return, value: "{{ inputs.number }}"}
					  - {id: pause, type: sleep, duration: PT0.1S}
					  - {id: last, type: shell, command: "echo {{ outputs.first.value }} >> %s"}
					""".formatted(lines));
			windhover.put("kill", "each-second", """
					namespace: kill
					id: each-second
					tasks:
					  - {id: note, type: log, message: "{{ trigger.date }}"}
					triggers:
					  - {id: tick, type: schedule, cron: "* * * * * *", recoverMissed: all}
					""");
			Set<String> created = new HashSet<>();
			for (int i = 0; i < EXECUTIONS; i++) {
				created.add(windhover.create("kill", "three-steps", "{\"inputs\": {\"number\": %d}}".formatted(i), "")
					.get("id")
					.asString());
			}
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(10))
				.until(() -> Files.readAllLines(lines).size() >= 40);

			windhover.kill();
			int before = Files.readAllLines(lines).size();
			assertThat(before).as("executions that had ended when it was killed").isLessThan(EXECUTIONS);
			windhover.restart().awaitReady();

			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.pollInterval(Duration.ofMillis(500))
				.until(() -> total(windhover, "flowId=three-steps&state=SUCCESS") == EXECUTIONS);
			assertThat(total(windhover, "flowId=three-steps")).isEqualTo(EXECUTIONS);
			Map<String, Integer> ends = ends(windhover);
			assertThat(created).allSatisfy((id) -> assertThat(ends.get(id)).as("ends of %s", id).isEqualTo(1));
			assertThat(ends.values()).as("an execution ended more than once").allMatch((count) -> count == 1);
			assertThat(new HashSet<>(Files.readAllLines(lines))).as("executions whose last task ran")
				.hasSize(EXECUTIONS);
			Instant restarted = Instant.now();
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> dates(windhover).stream().anyMatch(restarted.plusSeconds(2)::isBefore));
			// a fire may be visible before the one before it
			Awaitility.await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertConsecutive(dates(windhover)));
		}
	}

	private static long total(WindhoverProcess windhover, String filter) {
		return windhover.get(windhover.api("/api/executions?namespace=kill&size=1&" + filter)).get("total").asLong();
	}

	/**
	 * The planned dates of the executions that the schedule made, in order; pages shift
	 * while new ones come.
	 */
	private static List<Instant> dates(WindhoverProcess windhover) {
		Map<String, Instant> dates = new HashMap<>();
		int page = 0;
		JsonNode answer;
		do {
			answer = windhover
				.get(windhover.api("/api/executions?namespace=kill&flowId=each-second&size=100&page=" + page++));
			answer.get("items")
				.forEach((each) -> dates.put(each.get("id").asString(),
						Instant.parse(each.get("trigger").get("date").asString())));
		}
		while (!answer.get("items").isEmpty());
		return dates.values().stream().sorted().toList();
	}

	private static void assertConsecutive(List<Instant> dates) {
		assertThat(dates).hasSizeGreaterThan(5).doesNotHaveDuplicates();
		for (int i = 1; i < dates.size(); i++) {
			assertThat(dates.get(i)).as("fire after %s", dates.get(i - 1)).isEqualTo(dates.get(i - 1).plusSeconds(1));
		}
	}

	/** How often each execution ended, as the committed documents say. */
	private static Map<String, Integer> ends(WindhoverProcess windhover) {
		Map<String, Integer> ends = new HashMap<>();
		for (ConsumerRecord<String, String> message : windhover.committed("windhover-executions")) {
			String state = new JsonMapper().readTree(message.value()).get("state").asString();
			if (TERMINAL.contains(state)) {
				ends.merge(message.key(), 1, Integer::sum);
			}
		}
		return ends;
	}

}
