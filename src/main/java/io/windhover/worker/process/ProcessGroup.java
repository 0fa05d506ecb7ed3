package io.windhover.worker.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with all that it starts. Where the machine has {@code setsid} they are a
 * group of their own, so that those are found too whose parent has ended.
 */
class ProcessGroup {

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
			signalGroup();
		}
		members.forEach(ProcessHandle::destroy);
		members.forEach(ProcessGroup::end);
	}

	private void signalGroup() throws IOException {
		new ProcessBuilder("/bin/sh", "-c", DESTROY.formatted(this.process.pid()))
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start()
			.onExit()
			.join();
	}

	private static void end(ProcessHandle member) {
		member.onExit().completeOnTimeout(member, 2, TimeUnit.SECONDS).join();
		if (member.isAlive()) {
			member.destroyForcibly();
			member.onExit().join();
		}
	}

}
