package io.windhover.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.windhover.TestSize;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The flow with the most tasks that the limits can allow.
 */
class ManyTasksIT {

	private static final int TASKS = TestSize.of(2_000, 10_000);

	@Test
	void thousandsOfTasksAreStoredAndRun(@TempDir Path directory) {
		String tasks = IntStream.range(0, TASKS - 1)
			.mapToObj(
					(i) -> "      - {id: t%d, type: return, value: 1, timeout: PT5M, description: one}\n".formatted(i))
			.collect(Collectors.joining());
		try (WindhoverProcess windhover = WindhoverProcess
			.start(directory, "--windhover.limits.tasks=" + TASKS, "--windhover.limits.values=100000")
			.awaitReady()) {
			windhover.put("demo", "many", """
					namespace: demo
					id: many
					tasks:
					  - id: all
					    type: parallel
					    tasks:
					""" + tasks);
			String id = windhover.create("demo", "many", "{}", "").get("id").asString();
			Awaitility.await("the end")
				.atMost(Duration.ofMinutes(5))
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> !windhover.state(id).matches("|CREATED|RUNNING"));
			assertThat(windhover.state(id)).isEqualTo("SUCCESS");
			Awaitility.await("its task runs")
				.atMost(Duration.ofMinutes(2))
				.until(() -> taskRuns(windhover, id) == TASKS);
		}
	}

	private static int taskRuns(WindhoverProcess windhover, String id) {
		JsonNode execution = windhover.get(windhover.api("/api/executions/" + id));
		return execution.get("taskRunCount").asInt();
	}

}
