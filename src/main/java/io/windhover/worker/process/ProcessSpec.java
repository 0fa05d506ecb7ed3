package io.windhover.worker.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a process runs, and which ends of it are good.
 *
 * @param interpreter a program and its arguments, to which the source is added
 * @param environment variables besides the few that every process gets
 * @param workingDirectory where it runs; null for a directory of its own that is deleted
 * afterwards
 * @param files of the directory of its own
 * @param memory of each process, as {@link MemoryLimit} takes it; null for no limit
 */
record ProcessSpec(List<String> interpreter, Source source, Map<String, String> environment,
		@Nullable String workingDirectory, ProcessFiles files, @Nullable List<Integer> acceptExitCode,
		@Nullable String memory) {

	boolean accepts(int exitCode) {
		return (this.acceptExitCode != null) ? this.acceptExitCode.contains(exitCode) : exitCode == 0;
	}

	/**
	 * Makes the last argument.
	 */
	interface Source {

		/**
		 * The argument.
		 * @param scratch the directory of the attempt
		 */
		String argument(Path scratch) throws IOException;

	}

}
