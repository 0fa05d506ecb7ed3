package io.windhover.worker.process;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process with all that it starts. Where the machine has {@code setsid} they are a
 * group of their own, so that those are found too whose parent has ended.
 */
class ProcessGroup {

	/** So often those are looked for that others have started meanwhile. */
	private static final int ROUNDS = 100;

	private static final List<Path> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).toList();

	// asks all to end, waits for up to two seconds, then ends those that are left
	private static final String DESTROY = """
			kill -s TERM -- -%1$d 2>/dev/null || exit 0
			i=0
			while [ $i -lt 40 ] && kill -s 0 -- -%1$d 2>/dev/null; do sleep 0.05; i=$((i + 1)); done
			kill -s KILL -- -%1$d 2>/dev/null
			exit 0
			""";

	private final Process process;

	private final boolean grouped;

	private ProcessGroup(Process process, boolean grouped) {
		this.process = process;
		this.grouped = grouped;
	}

	/**
	 * Starts a command.
	 * @param builder with everything but the command
	 */
	static ProcessGroup start(ProcessBuilder builder, List<String> command) throws IOException {
		Path setsid = SETSID.stream().filter(Files::isExecutable).findFirst().orElse(null);
		Stream<String> grouping = Stream.ofNullable(setsid).map(Path::toString);
		builder.command(Stream.concat(grouping, command.stream()).toList());
		return new ProcessGroup(builder.start(), setsid != null);
	}

	Process leader() {
		return this.process;
	}

	/**
	 * Ends every process that is left; returns when they have ended, and cannot be
	 * interrupted, because an interrupt is why it is called.
	 */
	void destroy() throws IOException {
		List<ProcessHandle> members = Stream.concat(this.process.descendants(), Stream.of(this.process.toHandle()))
			.toList();
		if (this.grouped) {
			shell(DESTROY.formatted(this.process.pid()));
		}
		members.forEach(ProcessHandle::destroy);
		members.forEach(ProcessGroup::end);
	}

	/**
	 * How many processes there are, a moment ago.
	 */
	int size() {
		return ProcessTable.OF_THIS_MACHINE.count(this.process.toHandle());
	}

	/**
	 * Ends every process at once, without asking, because they start others faster than
	 * they end: all are stopped before one is ended, so that none loses the parent by
	 * which it is found.
	 */
	void kill() throws IOException {
		Set<Long> stopped = new HashSet<>();
		for (int i = 0; i < ROUNDS; i++) {
			Set<Long> members = ProcessTable.OF_THIS_MACHINE.running(this.process.toHandle(), stopped);
			if (!stopped.addAll(members)) {
				break;
			}
			signal("STOP", members);
		}
		signal("KILL", stopped);
	}

	private void signal(String signal, Set<Long> members) throws IOException {
		String ids = members.stream().map(String::valueOf).collect(Collectors.joining(" "));
		shell((this.grouped ? "kill -s %s -- -%d\n".formatted(signal, this.process.pid()) : "")
				+ "kill -s %s %s\n".formatted(signal, ids));
	}

	private static void shell(String script) throws IOException {
		Process shell = new ProcessBuilder("/bin/sh").redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		// not as an argument, of which there is only so much room
		try (Writer input = shell.outputWriter()) {
			input.write(script);
		}
		shell.onExit().join();
	}

	private static void end(ProcessHandle member) {
		member.onExit().completeOnTimeout(member, 2, TimeUnit.SECONDS).join();
		if (member.isAlive()) {
			member.destroyForcibly();
			member.onExit().join();
		}
	}

}
