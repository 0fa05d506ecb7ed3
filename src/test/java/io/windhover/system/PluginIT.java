package io.windhover.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.windhover.plugin.loading.ExamplePlugin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The plugin of {@code src/samples/plugin}, beside one that is broken.
 */
class PluginIT {

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@Test
	void pluginWorksAndABrokenOneIsReported() throws Exception {
		Path plugins = Files.createDirectory(this.directory.resolve("plugins"));
		Files.copy(ExamplePlugin.build(this.directory), plugins.resolve(ExamplePlugin.JAR));
		Files.writeString(plugins.resolve("broken.jar"), "no jar");
		Path upload = this.directory.resolve("upload.csv");
		try (WindhoverProcess windhover = WindhoverProcess.start(this.directory).awaitReady()) {
			JsonNode health = windhover.get(windhover.management("/health")).at("/components/plugins");
			assertThat(health.get("status").asString()).as("%s", health).isEqualTo("DEGRADED");
			assertThat(health.at("/details/failed").propertyNames()).containsExactly("broken.jar");
			assertThat(health.at("/details/loaded").propertyNames()).containsExactly(ExamplePlugin.JAR);
			windhover.put("plugins", "reverse",
					"""
							namespace: plugins
							id: reverse
							inputs: [{id: text, type: string, default: abc}]
							tasks:
							  - {id: reverse, type: example.reverse, text: "{{ inputs.text }}{{ secret('EXAMPLE_PLUGIN') | length }}"}
							  - {id: say, type: return, value: "{{ outputs.reverse.text }} {{ labels.reversed }}"}
							triggers:
							  - {id: upload, type: example.file, path: "%s", interval: PT1S}
							"""
						.formatted(upload));
			JsonNode execution = windhover.create("plugins", "reverse", "{}", "?wait=PT1M");
			assertThat(execution.get("state").asString()).as("%s", execution).isEqualTo("SUCCESS");
			JsonNode runs = windhover.get(windhover.api("/api/executions/" + execution.get("id").asString()))
				.get("taskRuns");
			assertThat(runs.toString()).contains("\"value\":\"51cba yes\"");
			Files.writeString(upload, "a,b");
			Awaitility.await("the trigger")
				.atMost(Duration.ofMinutes(1))
				.until(() -> windhover.get(windhover.api("/api/executions?namespace=plugins"))
					.toString()
					.contains("\"upload\""));
			assertThat(windhover.logText()).contains("Plugin broken.jar cannot be used")
				.doesNotContain("shown-to-nobody");
		}
	}

}
