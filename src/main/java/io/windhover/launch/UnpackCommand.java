package io.windhover.launch;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.util.FileSystemUtils;
import org.springframework.util.StringUtils;

/**
 * The command that unpacks the jar into a directory and starts it there once, for an
 * archive of its classes, with which each later start is quicker.
 */
public final class UnpackCommand {

	/** What the command line begins with. */
	public static final String COMMAND = "unpack";

	/** It can be started. */
	static final int DONE = 0;

	/** The command line is wrong, or a file cannot be written. */
	static final int FAILED = 2;

	private static final String USAGE = "Usage: java -jar windhover.jar unpack DIRECTORY";

	private final PrintStream out;

	private final Path directory;

	private UnpackCommand(PrintStream out, Path directory) {
		this.out = out;
		this.directory = directory;
	}

	/**
	 * Unpacks, and prints how to start what was unpacked.
	 * @param args the whole command line
	 * @return the exit code
	 */
	public static int run(String[] args, PrintStream out) {
		String[] classPath = StringUtils.tokenizeToStringArray(System.getProperty("java.class.path"),
				File.pathSeparator);
		return run(args, Path.of(classPath[0]), out);
	}

	static int run(String[] args, Path jar, PrintStream out) {
		if (args.length != 2 || !Files.isRegularFile(jar)) {
			out.println(USAGE);
			return FAILED;
		}
		try {
			return new UnpackCommand(out, Path.of(args[1]).toAbsolutePath()).unpack(jar.toAbsolutePath());
		}
		catch (IOException ex) {
			out.println("Cannot unpack " + jar + ": " + ex);
			return FAILED;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return FAILED;
		}
	}

	private int unpack(Path jar) throws IOException, InterruptedException {
		int extracted = new ProcessBuilder(java(), "-Djarmode=tools", "-jar", jar.toString(), "extract",
				"--destination", this.directory.toString())
			.inheritIO()
			.start()
			.waitFor();
		if (extracted != 0) {
			return FAILED;
		}
		Path unpacked = this.directory.resolve(jar.getFileName());
		ClassArchive archive = ClassArchive.of(Runtime.version().feature(), this.directory);
		this.out.println("Starting it once for an archive of its classes ...");
		Path log = this.directory.resolve("archive.log");
		if (train(unpacked, archive, log) != 0 || Files.notExists(archive.file())) {
			this.out.println("Cannot archive its classes, see " + log);
			return FAILED;
		}
		Path options = this.directory.resolve("windhover.args");
		Files.write(options,
				Stream.concat(archive.use().stream(), Stream.of("-jar", unpacked.toString()))
					.map(UnpackCommand::quoted)
					.toList());
		this.out.println("Start it, on the same JVM, by: java @" + options);
		return DONE;
	}

	/**
	 * In an empty directory and without the settings of this one, so that it is no part
	 * of any cluster.
	 */
	private int train(Path jar, ClassArchive archive, Path log) throws IOException, InterruptedException {
		Path empty = this.directory.resolve("first-start");
		// of a command that was killed
		FileSystemUtils.deleteRecursively(empty);
		Files.createDirectory(empty);
		try {
			List<String> command = new ArrayList<>(List.of(java()));
			command.addAll(archive.make());
			command.addAll(List.of("-jar", jar.toString(), "--windhover.exit-when-ready=true"));
			command.addAll(ports());
			ProcessBuilder builder = new ProcessBuilder(command).directory(empty.toFile())
				.redirectErrorStream(true)
				.redirectOutput(log.toFile());
			builder.environment().keySet().removeIf((name) -> name.matches("(WINDHOVER|SPRING|SERVER|MANAGEMENT)_.*"));
			return builder.start().waitFor();
		}
		finally {
			FileSystemUtils.deleteRecursively(empty);
		}
	}

	private static List<String> ports() throws IOException {
		InetAddress here = InetAddress.getLoopbackAddress();
		try (ServerSocket api = new ServerSocket(0, 1, here);
				ServerSocket management = new ServerSocket(0, 1, here);
				ServerSocket broker = new ServerSocket(0, 1, here)) {
			return List.of("--server.port=" + api.getLocalPort(),
					"--management.server.port=" + management.getLocalPort(),
					"--windhover.broker.port=" + broker.getLocalPort());
		}
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/** As the files are read that java takes its options from. */
	private static String quoted(String option) {
		return '"' + option.replace("\\", "\\\\") + '"';
	}

}
