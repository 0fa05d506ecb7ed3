package io.windhover.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
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

	private static final Path ARCHIVE = DIRECTORY.resolve("classes.jsa");

	private static final List<String> MEMORY = List.of("-Xmx768m");

	private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto");

	private static boolean prepared;

	private PackagedApplication() {
	}

	/**
	 * The packaged jar with the JVM's own defaults.
	 */
	static List<String> jar(Path java) {
		return command(java, List.of(), JAR);
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
		return command(testJava(), archive("-XX:SharedArchiveFile="), unpackedJar());
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
		return command(testJava(), List.of("-XX:TieredStopAtLevel=1"), jar);
	}

	static Path testJava() {
		return Path.of(System.getProperty("java.home"), "bin", "java");
	}

	private static List<String> archive(String option) {
		return Stream.concat(QUICK.stream(), Stream.of(option + ARCHIVE)).toList();
	}

	private static List<String> command(Path java, List<String> options, Path jar) {
		return Stream.of(List.of(java.toString()), MEMORY, options, List.of("-jar", jar.toString()))
			.flatMap(List::stream)
			.toList();
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
					train();
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
		run(List.of(testJava().toString(), "-Djarmode=tools", "-jar", JAR.toString(), "extract", "--destination",
				UNPACKED.toString()), 0);
	}

	/** The JVM writes the archive when the application has ended in good order. */
	private static void train() throws IOException {
		Files.deleteIfExists(ARCHIVE);
		Path data = Files.createTempDirectory(DIRECTORY, "training");
		int management = FreePorts.next();
		List<String> command = new ArrayList<>(
				command(testJava(), archive("-XX:ArchiveClassesAtExit="), unpackedJar()));
		command.addAll(List.of("--server.port=" + FreePorts.next(), "--management.server.port=" + management,
				"--windhover.broker.port=" + FreePorts.next(), "--windhover.data-directory=" + data));
		Process process = start(command);
		try {
			Awaitility.await("readiness of the application whose classes are archived")
				.atMost(Duration.ofMinutes(10))
				.pollInterval(Duration.ofMillis(200))
				.until(() -> isReady(process, management));
			process.destroy();
			end(process, 143);
		}
		finally {
			process.destroyForcibly();
			FileSystemUtils.deleteRecursively(data);
		}
	}

	private static boolean isReady(Process process, int port) throws InterruptedException {
		if (!process.isAlive()) {
			throw new IllegalStateException("It ended before it was ready, see " + log());
		}
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/readiness"))
			.timeout(Duration.ofSeconds(10))
			.build();
		try {
			return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void run(List<String> command, int expected) throws IOException {
		end(start(command), expected);
	}

	private static Process start(List<String> command) throws IOException {
		return new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
			.start();
	}

	private static Path log() {
		return DIRECTORY.resolve("preparation.log");
	}

	private static void end(Process process, int expected) {
		try {
			if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != expected) {
				throw new IllegalStateException("The test application could not be prepared, see " + log());
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
