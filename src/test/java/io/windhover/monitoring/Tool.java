package io.windhover.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * A tool of Prometheus, or Jsonnet, run once.
 *
 * @param exit its exit code, 0 when it is content
 * @param said all that it wrote
 */
record Tool(int exit, String said) {

	/**
	 * Runs {@code promtool}, or skips the test where there is none.
	 */
	static Tool promtool(Path directory, String... arguments) {
		return run(directory, "promtool", "prometheus", arguments);
	}

	/**
	 * Runs {@code amtool}, or skips the test where there is none.
	 */
	static Tool amtool(Path directory, String... arguments) {
		return run(directory, "amtool", "prometheus-alertmanager", arguments);
	}

	/**
	 * Runs {@code jsonnet}, or skips the test where there is none.
	 */
	static Tool jsonnet(Path directory, String... arguments) {
		return run(directory, "jsonnet", "jsonnet", arguments);
	}

	private static Tool run(Path directory, String command, String packageName, String... arguments) {
		boolean installed = Stream.of(System.getenv("PATH").split(":"))
			.anyMatch((path) -> Files.isExecutable(Path.of(path, command)));
		Assumptions.assumeTrue(installed,
				"No '%s' here, so this test is skipped: apt-get install %s".formatted(command, packageName));
		try {
			ProcessBuilder builder = new ProcessBuilder(
					Stream.concat(Stream.of(command), Stream.of(arguments)).toList())
				.directory(directory.toFile())
				.redirectErrorStream(true);
			// a third of the processor time of days of rules went to the garbage
			// collector
			builder.environment().put("GOGC", "800");
			Process process = builder.start();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return new Tool(process.waitFor(), said);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static Tool promtool(Path directory, String command, String kind, List<Path> files) {
		return promtool(directory,
				Stream.concat(Stream.of(command, kind), files.stream().map(Path::toString)).toArray(String[]::new));
	}

}
