package io.windhover.plugin.loading;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import io.windhover.flow.TaskDefinition;
import io.windhover.flow.TriggerDefinition;
import io.windhover.plugin.PluginsView;
import io.windhover.plugin.SecretSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class PluginLoaderTests {

	private static final String SERVICE = "META-INF/services/io.windhover.plugin.TaskPlugin";

	@SuppressWarnings("NullAway.Init") // by build()
	private static Path example;

	@TempDir
	@SuppressWarnings("NullAway.Init") // by JUnit
	Path directory;

	@BeforeAll
	static void build(@TempDir Path directory) throws Exception {
		example = ExamplePlugin.build(directory);
	}

	@Test
	void exampleProvidesATaskTypeATriggerTypeAndASourceOfSecrets() throws Exception {
		Files.copy(example, this.directory.resolve(ExamplePlugin.JAR));
		new ApplicationContextRunner().withUserConfiguration(PluginConfiguration.class)
			.withPropertyValues("windhover.plugins.directory=" + this.directory)
			.run((context) -> {
				assertThat(context.getBean(PluginsView.class).failed()).isEmpty();
				assertThat(context.getBean(PluginsView.class).loaded()).isEqualTo(Map.of(ExamplePlugin.JAR, List
					.of("task type example.reverse", "trigger type example.file", "secret source the example plugin")));
				assertThat(context.getBean(TaskDefinition.class).type()).isEqualTo("example.reverse");
				assertThat(context.getBean(TriggerDefinition.class).type()).isEqualTo("example.file");
				assertThat(context.getBean(SecretSource.class).find("EXAMPLE_PLUGIN")).isEqualTo("shown-to-nobody");
				assertThat(context.getBeanProvider(TaskDefinition.class).stream()).hasSize(1);
			});
	}

	@Test
	void withoutADirectoryThereAreNone() {
		new ApplicationContextRunner().withUserConfiguration(PluginConfiguration.class)
			.withPropertyValues("windhover.plugins.directory=" + this.directory.resolve("absent"))
			.run((context) -> assertThat(context.getBean(PluginsView.class).loaded()).isEmpty());
	}

	@Test
	void jarThatCannotBeUsedIsReportedAndTheOthersAreLoaded() throws IOException {
		Files.copy(example, this.directory.resolve(ExamplePlugin.JAR));
		Files.copy(example, this.directory.resolve("twin.jar"));
		Files.writeString(this.directory.resolve("broken.jar"), "no jar");
		Files.writeString(this.directory.resolve("notes.txt"), "no plugin");
		jar("empty.jar", Map.of("a.txt", "a"));
		jar("absent.jar", Map.of(SERVICE, "com.example.Absent"));
		jar("foreign.jar", Map.of(SERVICE, "java.lang.String"));
		Plugins plugins = PluginLoader.load(this.directory);
		assertThat(plugins.loaded()).containsOnlyKeys(ExamplePlugin.JAR);
		assertThat(plugins.all()).hasSize(3);
		assertThat(plugins.failed()).containsOnlyKeys("twin.jar", "broken.jar", "empty.jar", "absent.jar",
				"foreign.jar");
		assertThat(plugins.failed().get("twin.jar"))
			.isEqualTo("there is another task type example.reverse; rename or remove one");
		assertThat(plugins.failed().get("empty.jar")).startsWith("no file in its META-INF/services names a TaskPlugin");
		assertThat(plugins.failed().get("absent.jar")).contains("com.example.Absent");
	}

	private void jar(String name, Map<String, String> files) throws IOException {
		try (OutputStream out = Files.newOutputStream(this.directory.resolve(name));
				JarOutputStream jar = new JarOutputStream(out)) {
			for (Map.Entry<String, String> file : files.entrySet()) {
				jar.putNextEntry(new JarEntry(file.getKey()));
				jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
				jar.closeEntry();
			}
		}
	}

}
