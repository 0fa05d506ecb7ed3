package io.windhover.worker.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.windhover.flow.MetricDefinition;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.springframework.util.FileSystemUtils;

/**
 * One run of a command or script.
 */
class ProcessRun {

	private static final Logger logger = LoggerFactory.getLogger(ProcessRun.class);

	private static final String OUTPUT_LINES = "output.lines";

	/** Those of every type that runs processes. */
	static final List<MetricDefinition> METRICS = List
		.of(new MetricDefinition(OUTPUT_LINES, MetricDefinition.Kind.COUNTER, "lines",
				"Lines that commands wrote, by stream (stdout or stderr)", List.of("stream")));

	/** So often its processes are counted. */
	private static final long LOOK_MILLIS = 500;

	private static final int MAX_STDOUT = 64 * 1024;

	// the rest of this process's environment may hold secrets
	private static final Set<String> INHERITED = Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL",
			"TZ", "TMPDIR", "JAVA_HOME");

	private final ProcessSpec spec;

	private final TaskContext context;

	private final StringBuilder stdout = new StringBuilder();

	private final MarkedOutputs marked = new MarkedOutputs();

	private volatile @Nullable String lastError;

	/** Whether it was ended, and may have been in the middle of a line. */
	private volatile boolean killed;

	ProcessRun(ProcessSpec spec, TaskContext context) {
		this.spec = spec;
		this.context = context;
	}

	Map<String, Object> run() throws Exception {
		String given = this.spec.workingDirectory();
		Path shared = (given == null || !Path.of(given).isAbsolute()) ? this.context.workingDirectory() : null;
		if (given == null && shared != null) {
			this.spec.files().requireUntaken(shared);
			return run(shared, shared, true);
		}
		Path directory = (given != null) ? workingDirectory(given, shared) : null;
		Path scratch = this.context.createDirectory();
		try {
			return run(scratch, (directory != null) ? directory : scratch, false);
		}
		finally {
			delete(scratch);
		}
	}

	/**
	 * Runs it in a directory.
	 * @param own holds its files and its script
	 * @param stays whether the next task finds what is there
	 */
	private Map<String, Object> run(Path own, Path directory, boolean stays) throws Exception {
		this.spec.files().write(own, this.context.files());
		Map<String, Object> outputs = run(own, directory);
		if (stays) {
			this.spec.files().deleteScript(own);
		}
		Map<String, String> kept = this.spec.files().keep(own, this.context.files(), outputs);
		if (!kept.isEmpty()) {
			outputs.put("files", kept);
		}
		return outputs;
	}

	/** Where tasks share a directory, a name is one in it. */
	private static Path workingDirectory(String name, @Nullable Path shared) {
		Path directory = (shared != null) ? shared.resolve(name) : Path.of(name);
		if (!Files.isDirectory(directory)) {
			throw new IllegalArgumentException("workingDirectory '%s' %s".formatted(name,
					Files.exists(directory) ? "is not a directory" : "does not exist"));
		}
		return directory;
	}

	private Map<String, Object> run(Path scratch, Path directory) throws Exception {
		ProcessBuilder builder = builder(directory);
		List<String> command = new ArrayList<>(this.spec.interpreter());
		command.set(0, Programs.find(command.get(0), builder.environment(), directory));
		command.add(this.spec.source().argument(scratch));
		String memory = this.spec.memory();
		ProcessGroup group = ProcessGroup.start(builder,
				(memory != null) ? MemoryLimit.OF_THIS_SYSTEM.command(memory, command) : command);
		CompletableFuture<?> read;
		int exitCode;
		boolean ended = false;
		try {
			this.context.tell("pid", group.leader().pid());
			group.leader().getOutputStream().close();
			read = CompletableFuture.allOf(read(group.leader().getInputStream(), "stdout", this::stdout),
					read(group.leader().getErrorStream(), "stderr", this::stderr));
			exitCode = await(group);
			ended = true;
		}
		finally {
			this.killed = !ended;
			group.destroy();
		}
		// with no process left that could write, both streams end
		read.get();
		return outputs(exitCode);
	}

	private int await(ProcessGroup group) throws Exception {
		int most = this.context.maxProcesses();
		while (!group.leader().waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
			int processes = group.size();
			if (processes > most) {
				this.killed = true;
				group.kill();
				throw new TaskFailedException(
						"it had %,d processes at a time, more than windhover.worker.max-processes (%,d) allows"
							.formatted(processes, most),
						Map.of());
			}
		}
		return group.leader().exitValue();
	}

	private ProcessBuilder builder(Path directory) {
		ProcessBuilder builder = new ProcessBuilder().directory(directory.toFile());
		builder.environment().keySet().retainAll(INHERITED);
		builder.environment().putAll(this.spec.environment());
		// as OpenTelemetry carries a trace in an environment
		this.context.traceHeaders()
			.addTo((name) -> builder.environment().containsKey(name.toUpperCase(Locale.ROOT)),
					(name, value) -> builder.environment().put(name.toUpperCase(Locale.ROOT), value));
		return builder;
	}

	private CompletableFuture<?> read(InputStream stream, String name, BoundedLines.Action action) {
		CompletableFuture<?> end = new CompletableFuture<>();
		Map<String, String> logged = MDC.getCopyOfContextMap();
		Thread thread = new Thread(() -> {
			MDC.setContextMap((logged != null) ? logged : Map.of());
			try (stream) {
				new BoundedLines(stream).forEach((line, ended) -> {
					this.context.count(OUTPUT_LINES, 1, "stream", name);
					action.accept(line, ended);
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

	private void stdout(String printed, BoundedLines.End end) {
		if (end == BoundedLines.End.BOUND && MarkedOutputs.begins(printed)) {
			this.context.log(Level.WARN,
					"A line is not taken as outputs: it has more than %d bytes".formatted(BoundedLines.MAX_LINE_BYTES));
		}
		else if (MarkedOutputs.isMarked(printed)) {
			String complaint = this.marked.take(printed);
			if (complaint == null) {
				return;
			}
			this.context.log(Level.WARN, "A line is not taken as outputs: " + complaint);
		}
		String line = masked(printed, end);
		this.context.log(Level.INFO, line);
		int room = MAX_STDOUT - this.stdout.length();
		if (room > 0) {
			this.stdout.append(line, 0, Math.min(line.length(), room)).append('\n');
		}
	}

	private void stderr(String printed, BoundedLines.End end) {
		String line = masked(printed, end);
		this.context.log(Level.WARN, line);
		this.lastError = line;
	}

	/** A line that was not written to its end may end within a secret. */
	private String masked(String line, BoundedLines.End end) {
		boolean cut = end == BoundedLines.End.BOUND || (end == BoundedLines.End.INPUT && this.killed);
		return cut ? this.context.maskedCut(line) : this.context.masked(line);
	}

	private Map<String, Object> outputs(int exitCode) throws TaskFailedException {
		Map<String, Object> outputs = new HashMap<>(
				Map.of("exitCode", exitCode, "stdout", this.stdout.toString().stripTrailing()));
		if (!this.marked.values().isEmpty()) {
			outputs.put("vars", this.marked.values());
		}
		if (!this.spec.accepts(exitCode)) {
			String error = this.lastError;
			throw new TaskFailedException("exit code " + exitCode + ((error != null) ? ": " + error : ""), outputs);
		}
		if (this.marked.isTooLarge()) {
			throw new TaskFailedException(
					"the lines with outputs have more than %d bytes in all".formatted(MarkedOutputs.MAX_BYTES),
					outputs);
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
