package io.windhover.plugin.loading;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Builds the plugin of {@code src/samples/plugin} as its own build does.
 */
public final class ExamplePlugin {

	/** The name of its jar. */
	public static final String JAR = "example-plugin.jar";

	private ExamplePlugin() {
	}

	/**
	 * Builds its jar below a directory.
	 */
	public static Path build(Path directory) throws IOException, InterruptedException {
		Path log = directory.resolve("build.log");
		ProcessBuilder build = new ProcessBuilder("sh", "src/samples/plugin/build.sh",
				Path.of("target/classes").toAbsolutePath().toString(), directory.resolve("build").toString());
		build.environment().put("JAVA_HOME", System.getProperty("java.home"));
		Process process = build.redirectErrorStream(true).redirectOutput(new File(log.toString())).start();
		assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).as(Files.readString(log)).isZero();
		return directory.resolve("build").resolve(JAR);
	}

}
