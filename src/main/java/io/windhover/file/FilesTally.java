package io.windhover.file;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Adds up files as they go by, up to a number of them, and draws some of the executions
 * that they are of: any byte is as likely to be drawn as any other.
 */
final class FilesTally {

	private final int most;

	private final @Nullable String[] drawn;

	private long bytes;

	private long files;

	private boolean whole = true;

	/**
	 * @param most files that are counted
	 * @param draws executions to draw
	 */
	FilesTally(int most, int draws) {
		this.most = most;
		this.drawn = new @Nullable String[draws];
	}

	/**
	 * Takes a file of an execution.
	 * @return false where there were enough before it
	 */
	boolean add(String executionId, long size) {
		if (this.files == this.most) {
			this.whole = false;
			return false;
		}
		this.files++;
		this.bytes += size;
		draw(executionId, size);
		return true;
	}

	/** In place of what was drawn before as often as its bytes are worth. */
	private void draw(String executionId, long size) {
		if (size == 0) {
			return;
		}
		double chance = (double) size / this.bytes;
		ThreadLocalRandom random = ThreadLocalRandom.current();
		for (int i = 0; i < this.drawn.length; i++) {
			if (random.nextDouble() < chance) {
				this.drawn[i] = executionId;
			}
		}
	}

	/**
	 * What was added up.
	 * @param directory null where the files are not on a disk of this instance
	 */
	FilesSize size(@Nullable Path directory) {
		List<String> executions = Arrays.stream(this.drawn)
			.flatMap(Stream::ofNullable)
			.map(Objects::requireNonNull)
			.toList();
		return new FilesSize(this.bytes, this.files, this.whole, directory, executions);
	}

}
