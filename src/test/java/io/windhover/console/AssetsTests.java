package io.windhover.console;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

class AssetsTests {

	@Test
	void fileThatSomebodyWorksOnIsReadAgain(@TempDir Path directory) throws IOException {
		Path file = Files.createDirectories(directory.resolve("console/assets")).resolve("worked-on.js");
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { directory.toUri().toURL() }, before)) {
			thread.setContextClassLoader(loader);
			Assets assets = new Assets();
			Files.writeString(file, "one");
			assertThat(requireNonNull(assets.find("worked-on.js")).bytes()).asString().isEqualTo("one");
			Files.writeString(file, "other");
			assertThat(requireNonNull(assets.find("worked-on.js")).bytes()).asString().isEqualTo("other");
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

}
