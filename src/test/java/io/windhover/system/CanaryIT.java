package io.windhover.system;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

import io.windhover.topic.PartitionCount;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Canaries of an application that runs, and of one whose worker takes nothing.
 */
class CanaryIT {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void canariesGoThroughEachPartitionAndAreMissedWhenNoWorkerTakesThem() {
		try (WindhoverProcess windhover = WindhoverProcess
			.start(this.directory, "--windhover.canary.enabled=true", "--windhover.canary.interval=1s",
					"--windhover.canary.timeout=3s", "--windhover.topics.partitions=3",
					"--windhover.management.sample-interval=500ms")
			.awaitReady()) {
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				Scrape scrape = Scrape.of(windhover.text(windhover.management("/prometheus")));
				for (String hop : new String[] { "trigger", "executor", "worker", "api", "indexer" }) {
					assertThat(scrape.sum("canary_duration_seconds_count", "hop", hop)).as(hop)
						.isGreaterThanOrEqualTo(3);
				}
			});
			Set<Integer> partitions = new TreeSet<>();
			Set<String> flows = new TreeSet<>();
			for (JsonNode execution : windhover
				.get(windhover.api("/api/executions?namespace=windhover.canary&size=100"))
				.get("items")) {
				partitions.add(PartitionCount.partition(execution.get("id").asString(), 3));
				flows.add(execution.get("flowId").asString());
			}
			assertThat(partitions).containsExactly(0, 1, 2);
			assertThat(flows).hasSize(3);
			change(windhover, "draining");
			JsonNode incident = Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> incidents(windhover), (found) -> found.size() == 1)
				.get(0);
			assertThat(incident.get("cause").asString()).contains("did not come back within PT3S")
				.contains("it is RUNNING");
			assertThat(windhover.text(windhover.management("/prometheus")))
				.containsPattern("canary_failed_count_total\\{reason=\"lost\"\\} [2-9]");
			change(windhover, "running");
			Awaitility.await().atMost(PATIENCE).until(() -> incidents(windhover).isEmpty());
		}
	}

	private static JsonNode incidents(WindhoverProcess windhover) {
		return windhover.get(windhover.management("/incidents?kind=canary-failing")).get("incidents");
	}

	private static void change(WindhoverProcess windhover, String state) {
		assertThat(windhover.post(windhover.management("/worker"), "{\"state\": \"%s\"}".formatted(state)).statusCode())
			.isEqualTo(202);
	}

}
