package io.windhover.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that says that this worker is to take no jobs. It is on the disk before anybody
 * is told that it is, so that neither a kill nor a power failure resumes a worker.
 */
class DrainMark {

	private final Path file;

	/**
	 * Prepares the mark of one instance, because the id of a data directory may change.
	 */
	DrainMark(Path dataDirectory, String instanceId) {
		this.file = dataDirectory.toAbsolutePath().resolve("drained-" + instanceId);
	}

	boolean isSet() {
		return Files.exists(this.file);
	}

	/**
	 * Sets it; does nothing when it is set.
	 * @throws UncheckedIOException when it could not be made durable
	 */
	void set() {
		try {
			Files.createDirectories(this.file.getParent());
			try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE,
					StandardOpenOption.WRITE)) {
				channel.write(ByteBuffer
					.wrap("This worker takes no jobs until it is resumed.\n".getBytes(StandardCharsets.UTF_8)));
				channel.force(true);
			}
			forceDirectory();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot keep the drain in " + this.file, ex);
		}
	}

	/**
	 * Takes it away; does nothing when there is none.
	 * @throws UncheckedIOException when that could not be made durable
	 */
	void clear() {
		try {
			if (Files.deleteIfExists(this.file)) {
				forceDirectory();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + this.file, ex);
		}
	}

	/** A new or deleted name is only as durable as its directory. */
	private void forceDirectory() throws IOException {
		try (FileChannel channel = FileChannel.open(this.file.getParent(), StandardOpenOption.READ)) {
			channel.force(true);
		}
	}

}
