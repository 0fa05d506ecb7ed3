package io.windhover.plugin.loading;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import javax.tools.ToolProvider;

import io.windhover.flow.definition.ConfigurationBinder;
import io.windhover.flow.definition.TaskDefinition;
import io.windhover.flow.definition.TriggerDefinition;
import io.windhover.plugin.PluginsView;
import io.windhover.plugin.SecretSource;
import io.windhover.plugin.TriggerEvaluation;
import io.windhover.plugin.TriggerPlugin;
import jakarta.validation.Validation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
	void triggerOfTheExampleFiresOnceForEachChange() throws Exception {
		Files.copy(example, this.directory.resolve(ExamplePlugin.JAR));
		Path file = this.directory.resolve("upload.csv");
		TriggerPlugin<?> trigger = (TriggerPlugin<?>) PluginLoader.load(this.directory)
			.all()
			.stream()
			.filter(TriggerPlugin.class::isInstance)
			.findFirst()
			.orElseThrow();
		assertThat(evaluate(trigger, file, 0)).isNull();
		Files.writeString(file, "a,b");
		Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
		assertThat(evaluate(trigger, file, 1)).isEqualTo(Map.of("size", 3L, "changed", "1970-01-01T00:00:01Z"));
		assertThat(evaluate(trigger, file, 1)).as("made once more").isNotNull();
		assertThat(evaluate(trigger, file, 2)).isNull();
		assertThat(evaluate(trigger, file, 3)).isNull();
		Files.setLastModifiedTime(file, FileTime.fromMillis(2_000));
		assertThat(evaluate(trigger, file, 4)).isNotNull();
		assertThat(evaluate(trigger, file, 5)).isNull();
		Files.delete(file);
		assertThat(evaluate(trigger, file, 6)).isNull();
		Files.writeString(file, "c");
		Files.setLastModifiedTime(file, FileTime.fromMillis(2_000));
		assertThat(evaluate(trigger, file, 7)).isNotNull();
	}

	private static <C> @Nullable Map<String, Object> evaluate(TriggerPlugin<C> trigger, Path file, long second)
			throws Exception {
		C configuration = new ConfigurationBinder(Validation.buildDefaultValidatorFactory().getValidator())
			.bind(trigger, Map.of("path", file.toString()));
		return trigger.evaluate(configuration,
				new TriggerEvaluation("demo", "load", "upload", Instant.ofEpochSecond(second), Duration.ofSeconds(1)));
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
		assertThat(plugins.failed().get("broken.jar"))
			.startsWith("it is not a jar, or only a part of one: build or copy it again (");
		assertThat(plugins.failed().get("empty.jar")).startsWith("no file in its META-INF/services names a TaskPlugin");
		assertThat(plugins.failed().get("absent.jar")).contains("com.example.Absent");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~',
			textBlock = """
					String text | public String type() { throw new StackOverflowError(); }         | StackOverflowError
					String text | public String type() { throw new AssertionError("wrong"); }      | AssertionError: wrong
					String text | public String type() { return null; }                            | the type 'null' must have a dot
					String text | public String description() { throw new Error("no text"); }      | Error: no text
					String text | public String description() { return null; }                     | description() of task type acme.bad must return a text
					String text | public Class<C> configurationType() { return null; }             | the configuration of 'acme.bad' must be a record, but is null
					C inner     |                                                                  | the configuration of 'acme.bad' must not contain itself
					String text | public List<MetricDefinition> metrics() { throw new Error("m"); } | Error: m
					String text | public List<MetricDefinition> metrics() { return Arrays.asList((MetricDefinition) null); } | each of the metrics of 'acme.bad' must have a name
					String text | public List<MetricDefinition> metrics() { return List.of(M, M); } | 'acme.bad' has two metrics 'm'; rename or remove one
					""")
	void pluginThatDescribesItselfWronglyIsReported(String component, @Nullable String method, String reason)
			throws IOException {
		compile(component, (method != null) ? method : "");
		Files.copy(example, this.directory.resolve(ExamplePlugin.JAR));
		Plugins plugins = PluginLoader.load(this.directory);
		assertThat(plugins.failed()).containsOnlyKeys("bad.jar");
		assertThat(plugins.failed().get("bad.jar")).startsWith(reason);
		assertThat(plugins.loaded()).containsOnlyKeys(ExamplePlugin.JAR);
	}

	@Test
	void machineThatHasNoMemoryStopsTheStart() throws IOException {
		compile("String text", "public String type() { throw new OutOfMemoryError(); }");
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> PluginLoader.load(this.directory));
	}

	private void compile(String component, String method) throws IOException {
		Map<String, String> methods = new LinkedHashMap<>(
				Map.of("type()", "public String type() { return \"acme.bad\"; }", "description()",
						"public String description() { return \"Bad.\"; }", "configurationType()",
						"public Class<C> configurationType() { return C.class; }"));
		methods.entrySet().removeIf((each) -> method.contains(each.getKey()));
		Path source = Files.writeString(this.directory.resolve("Bad.java"),
				"""
						import io.windhover.flow.MetricDefinition;
						import java.util.*;
						public class Bad implements io.windhover.plugin.TaskPlugin<Bad.C> {
							static final MetricDefinition M = new MetricDefinition("m", MetricDefinition.Kind.COUNTER, null, "M.", List.of());
							public record C(%s) {}
							public Map<String, Object> run(C configuration, io.windhover.plugin.TaskAttempt attempt) { return Map.of(); }
							%s
							%s
						}
						"""
					.formatted(component, method, String.join("\n", methods.values())));
		assertThat(ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-proc:none", "-cp", "target/classes", source.toString())).isZero();
		try (OutputStream out = Files.newOutputStream(this.directory.resolve("bad.jar"));
				JarOutputStream jar = new JarOutputStream(out)) {
			for (String name : List.of("Bad.class", "Bad$C.class")) {
				jar.putNextEntry(new JarEntry(name));
				jar.write(Files.readAllBytes(this.directory.resolve(name)));
			}
			jar.putNextEntry(new JarEntry(SERVICE));
			jar.write("Bad".getBytes(StandardCharsets.UTF_8));
		}
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
