package io.windhover.repository.elasticsearch;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The JDKs of this machine.
 */
final class Jdks {

	/** Names the home of a JDK 21 or newer. */
	static final String PROPERTY = "windhover.test.java21";

	private Jdks() {
	}

	/**
	 * The home of a JDK of this version or a newer one: the one that runs this, where it
	 * is new enough.
	 */
	static Optional<Path> atLeast(int version) {
		List<Path> homes = new ArrayList<>();
		homes.add(Path.of(System.getProperty("java.home")));
		Stream.of(System.getProperty(PROPERTY), System.getenv("JAVA_HOME"))
			.filter(Objects::nonNull)
			.map(Path::of)
			.forEach(homes::add);
		homes.addAll(below(Path.of("/usr/lib/jvm")));
		homes.addAll(below(Path.of(System.getProperty("user.home"), ".sdkman/candidates/java")));
		return homes.stream().filter((home) -> version(home) >= version).findFirst();
	}

	private static List<Path> below(Path directory) {
		try (Stream<Path> homes = Files.list(directory)) {
			return homes.sorted().toList();
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	/** 0 where there is no JDK. */
	private static int version(Path home) {
		Properties release = new Properties();
		try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
			release.load(reader);
			String version = release.getProperty("JAVA_VERSION", "0").replace("\"", "");
			return Runtime.Version.parse(version).feature();
		}
		catch (IOException | IllegalArgumentException ex) {
			return 0;
		}
	}

}
