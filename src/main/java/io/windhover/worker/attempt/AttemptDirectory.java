package io.windhover.worker.attempt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.windhover.execution.WorkingDirectory;
import io.windhover.worker.directory.DirectoryArchive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.util.FileSystemUtils;

/**
 * The working directory that an attempt shares with the tasks around its own: made where
 * the task asks for it, with what those before have left, and kept for the next ones once
 * the task has succeeded.
 */
public class AttemptDirectory {

	private static final Logger logger = LoggerFactory.getLogger(AttemptDirectory.class);

	private final @Nullable WorkingDirectory shared;

	private final AttemptFiles files;

	private final ScratchDirectories scratch;

	private final AttemptLog log;

	/** Holds the directory and its archive. */
	private @Nullable Path place;

	private @Nullable Path directory;

	/**
	 * Prepares the directory; nothing is made on disk yet.
	 */
	public AttemptDirectory(AttemptFiles files, ScratchDirectories scratch, AttemptLog log) {
		this.shared = files.job().workingDirectory();
		this.files = files;
		this.scratch = scratch;
		this.log = log;
	}

	/** The directory; null where the task shares none. */
	synchronized @Nullable Path open() throws IOException {
		if (this.shared != null && this.directory == null) {
			this.directory = made(this.shared);
		}
		return this.directory;
	}

	private Path made(WorkingDirectory found) throws IOException {
		close();
		this.place = this.scratch.create("directory");
		Path made = Files.createDirectory(this.place.resolve("directory"));
		if (found.snapshot() != null) {
			try (InputStream archive = this.files.open(found.snapshot())) {
				DirectoryArchive.unpack(archive, made);
			}
		}
		if (found.replaced() != null) {
			forget(found.replaced());
		}
		return made;
	}

	/** What is not deleted now is deleted with the execution. */
	private void forget(String replaced) {
		try {
			this.files.forget(replaced);
		}
		catch (IOException ex) {
			logger.warn("Could not delete {}, which nobody reads any more", replaced, ex);
		}
	}

	/**
	 * Keeps what the task has left.
	 * @return its address; null where the task did not ask for the directory
	 */
	synchronized @Nullable String keep() throws IOException {
		if (this.place == null || this.directory == null) {
			return null;
		}
		Path archive = this.place.resolve("archive");
		DirectoryArchive.pack(this.directory, archive, this.files.maxSize(), (name) -> this.log.log(Level.WARN,
				"'%s' is neither a file, a folder nor a link, so the next task does not find it".formatted(name)));
		try (InputStream content = Files.newInputStream(archive)) {
			return this.files.keepDirectory(content);
		}
	}

	/** Deletes it from this machine. */
	synchronized void close() {
		if (this.place != null) {
			try {
				FileSystemUtils.deleteRecursively(this.place);
			}
			catch (IOException ex) {
				logger.warn("Could not delete the working directory {}", this.place, ex);
			}
		}
		this.place = null;
		this.directory = null;
	}

}
