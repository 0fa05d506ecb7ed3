package io.windhover.monitoring;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * A {@code generate.js}, run with Node.js; where there is none the test is skipped.
 */
final class Generator {

	private Generator() {
	}

	/**
	 * What it says against the files.
	 */
	static String run(Path directory, String argument) throws IOException, InterruptedException {
		assumeInstalled("node", "nodejs");
		Process process = new ProcessBuilder("node", directory.resolve("generate.js").toString(), argument)
			.redirectErrorStream(true)
			.start();
		String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		boolean isContent = process.waitFor() == 0;
		if (isContent != said.isEmpty()) {
			throw new IllegalStateException("It ended with " + process.exitValue() + " and said: " + said);
		}
		return said;
	}

	/**
	 * Has npm fetch the libraries that a copy of the generator wants, once.
	 */
	static void installIn(Path directory) throws IOException, InterruptedException {
		assumeInstalled("npm", "npm");
		String wanted = Files.readString(directory.resolve("package-lock.json"));
		Path installed = directory.resolve("node_modules/installed.json");
		if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
			return;
		}
		int exit = new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts")
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("npm.log").toFile())
			.start()
			.waitFor();
		Assumptions.assumeTrue(exit == 0,
				"npm cannot get the libraries of %s, so this test is skipped; npm.log there says why"
					.formatted(directory));
		Files.writeString(installed, wanted);
	}

	private static void assumeInstalled(String command, String name) {
		boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, command)));
		Assumptions.assumeTrue(installed,
				"No '%s' here, so this test is skipped: apt-get install %s".formatted(command, name));
	}

}
