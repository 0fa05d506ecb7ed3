package io.windhover.monitoring;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * The scripts of {@code src/monitoring/check}, run from a copy under {@code target} into
 * which npm puts the libraries that they want.
 */
final class NodePackage {

	private static final Path SOURCE = Path.of("src/monitoring/check");

	private static final Path COPY = Path.of("target/monitoring-check");

	private NodePackage() {
	}

	/**
	 * Runs a script and returns the lines that it writes, or skips the test where there
	 * is no Node.js, or the libraries are neither here nor to be had.
	 */
	static synchronized List<String> run(String script, List<String> arguments, List<String> input) {
		prepare();
		List<String> command = new ArrayList<>(List.of("node", COPY.resolve(script).toString()));
		command.addAll(arguments);
		try {
			Path in = Files.write(COPY.resolve("input"), input);
			Path errors = COPY.resolve("errors");
			Process process = new ProcessBuilder(command).redirectInput(in.toFile())
				.redirectError(errors.toFile())
				.start();
			List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
			if (process.waitFor() != 0) {
				throw new IllegalStateException(script + ":\n" + Files.readString(errors));
			}
			return lines;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void prepare() {
		Assumptions.assumeTrue(isInstalled("node") && isInstalled("npm"),
				"No 'node' and 'npm' here, so this test is skipped: apt-get install nodejs npm");
		try {
			Files.createDirectories(COPY);
			Path lock = COPY.resolve("package-lock.json");
			boolean isInstalled = Files.exists(COPY.resolve("node_modules/.package-lock.json")) && Files.exists(lock)
					&& Files.mismatch(lock, SOURCE.resolve("package-lock.json")) == -1;
			try (Stream<Path> files = Files.list(SOURCE)) {
				for (Path file : files.filter(Files::isRegularFile).toList()) {
					Files.copy(file, COPY.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
				}
			}
			if (!isInstalled) {
				install();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void install() throws IOException, InterruptedException {
		File log = COPY.resolve("npm.log").toFile();
		int exit = new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts")
			.directory(COPY.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log)
			.start()
			.waitFor();
		Assumptions.assumeTrue(exit == 0,
				"npm cannot get the libraries of %s, so this test is skipped; it says in %s why".formatted(SOURCE,
						log));
	}

	private static boolean isInstalled(String command) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, command)));
	}

}
