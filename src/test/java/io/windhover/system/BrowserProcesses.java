package io.windhover.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * Where browsers keep what they write, and how they end.
 */
public final class BrowserProcesses {

	private static final Path PROFILES = Path.of("target", "browser-profiles").toAbsolutePath();

	private BrowserProcesses() {
	}

	/**
	 * Where Chromium is installed, or the test is skipped.
	 */
	public static Path chromium() {
		Optional<Path> found = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
		Assumptions.assumeTrue(found.isPresent(), "Skipped: install chromium to see the pages in a browser");
		return found.orElseThrow();
	}

	/**
	 * An empty directory that no test deletes at its end: some processes of a browser
	 * outlive it, and write there for a moment.
	 */
	public static Path profile() throws IOException {
		return Files.createTempDirectory(Files.createDirectories(PROFILES), "profile");
	}

	/**
	 * Kills a browser, which else would start its children anew, and then these.
	 */
	public static void end(Process browser) throws InterruptedException {
		List<ProcessHandle> children = browser.descendants().toList();
		browser.destroyForcibly().waitFor();
		children.forEach(ProcessHandle::destroyForcibly);
		CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
			.completeOnTimeout(null, 10, TimeUnit.SECONDS)
			.join();
	}

}
