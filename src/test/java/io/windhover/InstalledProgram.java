package io.windhover;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that only some machines have, and that a test does without.
 */
public final class InstalledProgram {

	/** What to install, by the name of a program. */
	private static final Map<String, String> PACKAGES = Map.of("node", "Node.js (Debian: nodejs)", "python3",
			"Python 3 (Debian: python3)");

	private InstalledProgram() {
	}

	/**
	 * Skips the test that asks where a program is missing.
	 */
	public static void assume(String program) {
		String missing = missing(program);
		Assumptions.assumeTrue(missing == null, missing);
	}

	/**
	 * Why a program cannot run here, and what to install for it.
	 * @return null when it can
	 */
	public static @Nullable String missing(String program) {
		try {
			Process process = new ProcessBuilder(program, "--version").redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			boolean runs = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
			return runs ? null : "Skipped: %s does not run here; install %s".formatted(program, wanted(program));
		}
		catch (IOException ex) {
			return "Skipped: %s is not on this machine; install %s".formatted(program, wanted(program));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String wanted(String program) {
		return PACKAGES.getOrDefault(program, program);
	}

}
