package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;

/**
 * The command line of the packaged application. On the JVM of the tests it runs unpacked,
 * with an archive of its classes and the quick compiler only, which more than halves the
 * processor time of a start; a test that is about the jar itself asks for the jar.
 */
final class PackagedApplication {

	private static final Path JAR = Path.of("target", "windhover.jar").toAbsolutePath();

	private static final Path DIRECTORY = Path.of("target", "test-application").toAbsolutePath();

	private static final Path UNPACKED = DIRECTORY.resolve("unpacked");

	private static final List<String> MEMORY = List.of("-Xmx768m");

	/** Compiling less pays where a JVM lives for half a minute. */
	private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=3");

	private static boolean prepared;

	private PackagedApplication() {
	}

	/**
	 * The packaged jar with the JVM's own defaults.
	 */
	static List<String> jar(Path java) {
		return command(java, List.of(), List.of("-jar", JAR.toString()));
	}

	/**
	 * The same with the jars of a directory on its class path, as flows.md says of the
	 * drivers of databases.
	 */
	static List<String> jarWith(String directory) {
		return command(testJava(), List.of("-Dloader.path=" + directory),
				List.of("-cp", JAR.toString(), "org.springframework.boot.loader.launch.PropertiesLauncher"));
	}

	/**
	 * The same classes for a quick start on the JVM of the tests. The first call of a
	 * build unpacks the jar and starts it once for the archive.
	 */
	static synchronized List<String> quick() {
		if (!prepared) {
			prepare();
			prepared = true;
		}
		return command(testJava(), QUICK, List.of("@" + UNPACKED.resolve("windhover.args")));
	}

	/**
	 * The jar of this build as {@link #quick()} starts it, with what it needs in
	 * {@code lib} beside it.
	 */
	static Path unpacked() {
		quick();
		return unpackedJar();
	}

	/**
	 * Another jar of that kind on the JVM of the tests.
	 */
	static List<String> command(Path jar) {
		return command(testJava(), QUICK, List.of("-jar", jar.toString()));
	}

	static Path testJava() {
		return Path.of(System.getProperty("java.home"), "bin", "java");
	}

	private static List<String> command(Path java, List<String> options, List<String> application) {
		return Stream.of(List.of(java.toString()), options(options), application).flatMap(List::stream).toList();
	}

	private static List<String> options(List<String> more) {
		return Stream.concat(MEMORY.stream(), more.stream()).toList();
	}

	private static Path unpackedJar() {
		return UNPACKED.resolve(JAR.getFileName());
	}

	/** Other JVMs of the same build wait for the first. */
	private static void prepare() {
		try {
			Files.createDirectories(DIRECTORY);
			try (FileChannel channel = FileChannel.open(DIRECTORY.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
				Path stamp = DIRECTORY.resolve("stamp");
				String current = "%s %d %s".formatted(Files.getLastModifiedTime(JAR), Files.size(JAR),
						Runtime.version());
				if (lock.isValid() && (Files.notExists(stamp) || !Files.readString(stamp).equals(current))) {
					Files.deleteIfExists(stamp);
					unpack();
					Files.writeString(stamp, current);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void unpack() throws IOException {
		FileSystemUtils.deleteRecursively(UNPACKED);
		ProcessBuilder builder = new ProcessBuilder(testJava().toString(), "-jar", JAR.toString(), "unpack",
				UNPACKED.toString())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
		// read by this JVM and by those that it starts
		builder.environment().put("JDK_JAVA_OPTIONS", String.join(" ", options(QUICK)));
		end(builder.start());
	}

	private static Path log() {
		return DIRECTORY.resolve("preparation.log");
	}

	private static void end(Process process) {
		try {
			if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
				throw new IllegalStateException("The test application could not be prepared, see " + log());
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
