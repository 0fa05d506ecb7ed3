package io.windhover.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

import io.windhover.file.S3Server;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application with its files in a bucket.
 */
class BucketIT {

	@TempDir
	Path directory;

	@Test
	void filesOfExecutionsAreInTheBucketAndNowhereElse() throws IOException {
		try (S3Server store = S3Server.start(Files.createDirectory(this.directory.resolve("store")));
				WindhoverProcess windhover = WindhoverProcess.start(this.directory,
						store.settings().toArray(String[]::new))) {
			windhover.awaitReady();
			windhover.put("bucket", "copy", """
					namespace: bucket
					id: copy
					inputs: [{id: orders, type: file}]
					tasks:
					  - id: copy
					    type: shell
					    command: cat orders.csv orders.csv > twice.csv
					    inputFiles: {orders.csv: "{{ inputs.orders }}"}
					    outputFiles: [twice.csv]
					  - {id: read, type: return, value: "{{ read(outputs.copy.files['twice.csv']) }}"}
					""");
			JsonNode created = windhover.upload("bucket", "copy", Map.of("orders", "planted"));
			String id = created.get("id").asString();
			Awaitility.await("its end")
				.atMost(Duration.ofMinutes(1))
				.until(() -> windhover.state(id).equals("SUCCESS"));
			assertThat(windhover.get(windhover.api("/api/executions/%s/files".formatted(id)))
				.get("items")
				.valueStream()
				.map((file) -> file.get("path").asString())).hasSize(2).anyMatch((path) -> path.endsWith("twice.csv"));
			assertThat(windhover.text(windhover.api("/api/executions/%s/files/tasks/copy/twice.csv".formatted(id))))
				.isEqualTo("plantedplanted");
			try (Stream<Path> files = Files.walk(this.directory.resolve("data/files"))) {
				assertThat(files.filter(Files::isRegularFile)).isEmpty();
			}
			assertThat(windhover.logText()).doesNotContain("planted-secret-key");
			assertThat(windhover.text(windhover.management("/env"))).doesNotContain("planted-secret-key");
		}
	}

}
