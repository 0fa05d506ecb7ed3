package io.windhover.file;

import java.nio.file.Path;
import java.time.Clock;

/**
 * File stores for the tests of others.
 */
public final class TestFiles {

	private TestFiles() {
	}

	/**
	 * One that keeps files of up to 1,000 bytes in a directory.
	 */
	public static FileStore in(Path directory) {
		return in(directory, 1_000);
	}

	/**
	 * One that keeps files in a directory.
	 */
	public static FileStore in(Path directory, long maxFileSize) {
		return new DirectoryFileStore(directory, maxFileSize, Clock.systemUTC());
	}

}
