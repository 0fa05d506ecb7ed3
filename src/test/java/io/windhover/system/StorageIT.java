package io.windhover.system;

import java.nio.file.Path;
import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which flow fills the disk, asked of an application that runs.
 */
class StorageIT {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void flowThatPrintsMostComesFirst() {
		try (WindhoverProcess windhover = WindhoverProcess
			.start(this.directory, "--windhover.management.storage.interval=1s")
			.awaitReady()) {
			windhover.put("loud", "shout", """
					namespace: loud
					id: shout
					tasks:
					  - id: lines
					    type: shell
					    command: "for i in $(seq 3000); do echo line $i of what nobody will ever read again; done"
					""");
			windhover.put("quiet", "whisper", """
					namespace: quiet
					id: whisper
					tasks: [{id: a, type: return, value: 1}]
					""");
			windhover.put("archive", "keep", """
					namespace: archive
					id: keep
					tasks:
					  - id: file
					    type: shell
					    command: head -c 100000 /dev/zero > zeros.bin
					    outputFiles: [zeros.bin]
					""");
			windhover.create("quiet", "whisper", "{}", "?wait=PT30S");
			windhover.create("archive", "keep", "{}", "?wait=PT30S");
			windhover.create("loud", "shout", "{}", "?wait=PT30S");
			Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
				JsonNode storage = storage(windhover, "");
				assertThat(storage.get("errors")).isEmpty();
				for (String kind : new String[] { "topics", "stores", "repository" }) {
					assertThat(storage.at("/bytes/" + kind).asLong()).as(kind).isPositive();
				}
				assertThat(storage.at("/flows/0/flowId").asString()).isEqualTo("shout");
				assertThat(storage.at("/flows/0/part").asDouble()).isGreaterThan(0.5);
				assertThat(storage.at("/flows/0/error").asLong()).isPositive();
				assertThat(storage(windhover, "?flowId=keep").at("/flows/0/files").asLong()).isEqualTo(100_000);
			});
			assertThat(storage(windhover, "?namespace=archive").at("/namespaces/0/files").asLong()).isEqualTo(100_000);
			assertThat(storage(windhover, "?flowId=whisper").at("/flows/0/files").asLong(-1)).isIn(0L, -1L);
			JsonNode storage = storage(windhover, "?namespace=loud");
			assertThat(storage.get("count").asInt()).isEqualTo(1);
			assertThat(storage.at("/topics/0/topic").asString()).startsWith("windhover-");
			assertThat(storage.get("stores")).isNotEmpty()
				.allSatisfy((store) -> assertThat(store.get("applicationId").asString()).startsWith("windhover-"));
			assertThat(storage.at("/repository/kinds").size()).isGreaterThan(3);
			assertThat(storage.get("volumes"))
				.allSatisfy((volume) -> assertThat(volume.get("usableBytes").asLong()).isPositive())
				.allSatisfy((volume) -> assertThat(volume.get("fullIn").isNull()).isTrue());
			assertThat(windhover.text(windhover.management("/prometheus")))
				.containsPattern("storage_bytes\\{kind=\"topics\"\\} [1-9]")
				.containsPattern("storage_usable_bytes\\{kind=\"stores\"\\} [1-9]")
				.contains("storage_sample_age");
		}
	}

	private static JsonNode storage(WindhoverProcess windhover, String query) {
		return windhover.get(windhover.management("/storage" + query));
	}

}
