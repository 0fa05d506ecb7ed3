package io.windhover.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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
		NodePackage.assumeInstalled("node", "nodejs");
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
		NodePackage.assumeInstalled("npm", "npm");
		String wanted = Files.readString(directory.resolve("package-lock.json"));
		Path installed = directory.resolve("node_modules/installed.json");
		if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
			return;
		}
		NodePackage.install(directory);
		Files.writeString(installed, wanted);
	}

}
