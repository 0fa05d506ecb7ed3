package io.windhover.worker.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.windhover.execution.json.Json;
import io.windhover.worker.DrainNote;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A file that says that this worker is to take no jobs. It is on the disk before anybody
 * is told that it is, so that neither a kill nor a power failure resumes a worker.
 */
public class DrainFlag {

	private final Path file;

	/**
	 * Prepares the mark of one instance, because the id of a data directory may change.
	 */
	public DrainFlag(Path dataDirectory, String instanceId) {
		this.file = dataDirectory.toAbsolutePath().resolve("drained-" + instanceId);
	}

	/**
	 * Who set it; null when it is not set.
	 */
	public @Nullable DrainNote read() {
		if (!Files.exists(this.file)) {
			return null;
		}
		try {
			return Json.mapper().readValue(Files.readAllBytes(this.file), DrainNote.class);
		}
		catch (IOException | JacksonException ex) {
			// of an older version, or cut off: that it is there is what counts
			return DrainNote.UNKNOWN;
		}
	}

	/**
	 * Sets it, with who did so.
	 * @throws UncheckedIOException when it could not be made durable
	 */
	public void set(DrainNote note) {
		try {
			Files.createDirectories(this.file.getParent());
			try (FileChannel channel = FileChannel.open(this.file, StandardOpenOption.CREATE,
					StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
				ByteBuffer bytes = ByteBuffer.wrap(Json.mapper().writeValueAsBytes(note));
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
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
	public void clear() {
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
