package io.windhover.worker.task;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.springframework.util.FileSystemUtils;

/**
 * One run of a command.
 */
class ShellCommand {

	private static final Logger logger = LoggerFactory.getLogger(ShellCommand.class);

	private static final int MAX_STDOUT = 64 * 1024;

	// the rest of this process's environment may hold secrets
	private static final Set<String> INHERITED = Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL",
			"TZ", "TMPDIR", "JAVA_HOME");

	private final ShellTask.Configuration configuration;

	private final TaskContext context;

	private final StringBuilder stdout = new StringBuilder();

	private volatile @Nullable String lastError;

	ShellCommand(ShellTask.Configuration configuration, TaskContext context) {
		this.configuration = configuration;
		this.context = context;
	}

	Map<String, Object> run() throws Exception {
		if (this.configuration.workingDirectory() != null) {
			return run(workingDirectory(this.configuration.workingDirectory()));
		}
		Path directory = this.context.createDirectory();
		try {
			return run(directory);
		}
		finally {
			delete(directory);
		}
	}

	private static Path workingDirectory(String name) {
		Path directory = Path.of(name);
		if (!Files.isDirectory(directory)) {
			throw new IllegalArgumentException("workingDirectory '%s' %s".formatted(name,
					Files.exists(directory) ? "is not a directory" : "does not exist"));
		}
		return directory;
	}

	private Map<String, Object> run(Path directory) throws Exception {
		ProcessGroup group = ProcessGroup.start(builder(directory), this.configuration.command());
		CompletableFuture<?> read;
		int exitCode;
		try {
			this.context.tell("pid", group.leader().pid());
			group.leader().getOutputStream().close();
			read = CompletableFuture.allOf(read(group.leader().getInputStream(), "stdout", this::stdout),
					read(group.leader().getErrorStream(), "stderr", this::stderr));
			exitCode = group.leader().waitFor();
		}
		finally {
			group.destroy();
		}
		// with no process left that could write, both streams end
		read.get();
		return outputs(exitCode);
	}

	private ProcessBuilder builder(Path directory) {
		ProcessBuilder builder = new ProcessBuilder().directory(directory.toFile());
		builder.environment().keySet().retainAll(INHERITED);
		if (this.configuration.environment() != null) {
			builder.environment().putAll(this.configuration.environment());
		}
		return builder;
	}

	private CompletableFuture<?> read(InputStream stream, String name, Consumer<String> action) {
		CompletableFuture<?> end = new CompletableFuture<>();
		Map<String, String> logged = MDC.getCopyOfContextMap();
		Thread thread = new Thread(() -> {
			MDC.setContextMap((logged != null) ? logged : Map.of());
			try (stream) {
				new BoundedLines(stream).forEach((line) -> {
					this.context.count(ShellTask.OUTPUT_LINES, 1, "stream", name);
					action.accept(line);
				});
				end.complete(null);
			}
			catch (IOException | RuntimeException ex) {
				end.completeExceptionally(ex);
			}
		}, Thread.currentThread().getName() + "-" + name);
		thread.setDaemon(true);
		thread.start();
		return end;
	}

	private void stdout(String printed) {
		String line = this.context.masked(printed);
		this.context.log(Level.INFO, line);
		int room = MAX_STDOUT - this.stdout.length();
		if (room > 0) {
			this.stdout.append(line, 0, Math.min(line.length(), room)).append('\n');
		}
	}

	private void stderr(String line) {
		this.context.log(Level.WARN, line);
		this.lastError = line;
	}

	private Map<String, Object> outputs(int exitCode) throws TaskFailedException {
		Map<String, Object> outputs = Map.of("exitCode", exitCode, "stdout", this.stdout.toString().stripTrailing());
		if (exitCode != 0) {
			String error = this.lastError;
			throw new TaskFailedException("exit code " + exitCode + ((error != null) ? ": " + error : ""), outputs);
		}
		return outputs;
	}

	private static void delete(Path directory) {
		try {
			FileSystemUtils.deleteRecursively(directory);
		}
		catch (IOException ex) {
			logger.warn("Could not delete the working directory {}", directory, ex);
		}
	}

}
