package io.windhover.worker.process;

import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

import org.springframework.util.unit.DataSize;

/**
 * Limits the data that each process of a command may have, where the system can: the
 * shell that starts the command sets the limit, which its children inherit.
 *
 * @param system the name of the operating system
 * @param shell that has {@code ulimit -d}
 */
record MemoryLimit(String system, String shell) {

	static final MemoryLimit OF_THIS_SYSTEM = new MemoryLimit(System.getProperty("os.name"), "/bin/sh");

	static final String DESCRIPTION = "Data that each of its processes may have, such as 512MB; on Linux only";

	static final String PATTERN = "[1-9][0-9]{0,5}(MB|GB)";

	static final String MESSAGE = "must be a size such as 512MB or 2GB";

	private static final int MAX_COMPLAINT = 200;

	/**
	 * The command that starts another with the limit.
	 * @throws IllegalArgumentException where the system cannot limit it
	 */
	List<String> command(String memory, List<String> limited) throws IOException, InterruptedException {
		if (!this.system.equals("Linux")) {
			throw new IllegalArgumentException(
					"this worker runs on %s, which cannot limit memory: remove memory, or run the task on Linux"
						.formatted(this.system));
		}
		String set = "ulimit -d " + DataSize.parse(memory).toKilobytes();
		check(memory, set);
		List<String> command = new ArrayList<>(List.of(this.shell, "-c", set + " && exec \"$@\"", this.shell));
		command.addAll(limited);
		return command;
	}

	/** So that the failure of a limit is not taken for one of the command. */
	private void check(String memory, String set) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(this.shell, "-c", set).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String complaint = new String(process.getInputStream().readNBytes(MAX_COMPLAINT), Charset.defaultCharset());
		process.getInputStream().close();
		if (process.waitFor() != 0) {
			throw new IllegalArgumentException("this worker cannot limit memory to %s: remove memory, or change it (%s)"
				.formatted(memory, complaint.strip()));
		}
	}

}
