package io.windhover.monitoring;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * Scripts with what they want of npm, run from a copy under {@code target} into which it
 * puts the libraries.
 */
public final class NodePackage {

	/** The scripts of {@code src/monitoring/check}. */
	static final NodePackage MONITORING = new NodePackage(Path.of("src/monitoring/check"),
			Path.of("target/monitoring-check"));

	/** Several JVMs of one build run scripts at the same time. */
	private static final long PROCESS = ProcessHandle.current().pid();

	private final Path source;

	private final Path copy;

	private boolean prepared;

	/**
	 * The scripts of a directory.
	 * @param copy where they run
	 */
	public NodePackage(Path source, Path copy) {
		this.source = source;
		this.copy = copy;
	}

	/**
	 * Runs a script and returns the lines that it writes, or skips the test where there
	 * is no Node.js, or the libraries are neither here nor to be had.
	 */
	public synchronized List<String> run(String script, List<String> arguments, List<String> input) {
		prepare();
		List<String> command = new ArrayList<>(List.of("node", this.copy.resolve(script).toString()));
		command.addAll(arguments);
		try {
			Path in = Files.write(this.copy.resolve("input-" + PROCESS), input);
			Path errors = this.copy.resolve("errors-" + PROCESS);
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

	/**
	 * Makes the copy, or skips the test as {@link #run} does. Other JVMs of the same
	 * build wait for the first.
	 */
	public synchronized void prepare() {
		assumeInstalled("node", "nodejs");
		assumeInstalled("npm", "npm");
		if (this.prepared) {
			return;
		}
		try {
			Files.createDirectories(this.copy);
			try (FileChannel channel = FileChannel.open(this.copy.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
				copyAndInstall();
				this.prepared = lock.isValid();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void copyAndInstall() throws IOException, InterruptedException {
		Path dependencies = this.copy.resolve("package-lock.json");
		boolean isInstalled = Files.exists(this.copy.resolve("node_modules/.package-lock.json"))
				&& Files.exists(dependencies)
				&& Files.mismatch(dependencies, this.source.resolve("package-lock.json")) == -1;
		try (Stream<Path> files = Files.list(this.source)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				Files.copy(file, this.copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
			}
		}
		if (!isInstalled) {
			install(this.copy);
		}
	}

	/**
	 * Has npm fetch the libraries that the package of a directory wants, or skips the
	 * test where they are neither here nor to be had.
	 */
	static void install(Path directory) throws IOException, InterruptedException {
		int exit = new ProcessBuilder("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts")
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("npm.log").toFile())
			.start()
			.waitFor();
		Assumptions.assumeTrue(exit == 0,
				"npm cannot get the libraries of %s, so this test is skipped; npm.log there says why"
					.formatted(directory));
	}

	/**
	 * Skips the test where there is no such command.
	 * @param name of the package that has it
	 */
	static void assumeInstalled(String command, String name) {
		boolean installed = Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, command)));
		Assumptions.assumeTrue(installed,
				"No '%s' here, so this test is skipped: apt-get install %s".formatted(command, name));
	}

}
