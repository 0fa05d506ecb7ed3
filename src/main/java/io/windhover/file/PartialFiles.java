package io.windhover.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.windhover.flow.input.FileAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory in which files are written to their end before they get their place.
 */
final class PartialFiles {

	private static final Logger logger = LoggerFactory.getLogger(PartialFiles.class);

	private static final int BUFFER = 64 * 1024;

	/** A file that is being written for longer is what a killed process left. */
	private static final Duration LEFT = Duration.ofDays(1);

	private final Path directory;

	private final long maxFileSize;

	private final Clock clock;

	PartialFiles(Path directory, long maxFileSize, Clock clock) {
		this.directory = directory;
		this.maxFileSize = maxFileSize;
		this.clock = clock;
	}

	/** Bytes that one file may have. */
	long maxFileSize() {
		return this.maxFileSize;
	}

	/**
	 * Writes all that a stream has to a new file, safe on disk once this returns; where
	 * it fails, none is left.
	 * @param address for the messages
	 * @throws FileTooLargeException where it has more than one file may have
	 */
	Path write(FileAddress address, InputStream content) throws IOException {
		Path partial = Files.createDirectories(this.directory).resolve(UUID.randomUUID().toString());
		boolean isWhole = false;
		try {
			copy(address, content, partial);
			isWhole = true;
		}
		finally {
			if (!isWhole) {
				Files.deleteIfExists(partial);
			}
		}
		return partial;
	}

	private void copy(FileAddress address, InputStream content, Path partial) throws IOException {
		try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			byte[] buffer = new byte[BUFFER];
			long size = 0;
			for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
				size += read;
				if (size > this.maxFileSize) {
					throw new FileTooLargeException(
							"the file '%s' is larger than %d bytes; windhover.files.max-file-size allows more"
								.formatted(address.name(), this.maxFileSize));
				}
				ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
				while (bytes.hasRemaining()) {
					channel.write(bytes);
				}
			}
			channel.force(true);
		}
	}

	/**
	 * Deletes what killed processes have not written to its end.
	 */
	void deleteLeftovers() {
		Instant oldest = this.clock.instant().minus(LEFT);
		try {
			for (Path partial : children(this.directory)) {
				if (isOlder(partial, oldest)) {
					Files.deleteIfExists(partial);
				}
			}
		}
		catch (IOException ex) {
			logger.warn("Could not delete all that was left in {}: {}", this.directory, ex.toString());
		}
	}

	/** One that is gone is whole meanwhile. */
	private static boolean isOlder(Path partial, Instant oldest) throws IOException {
		try {
			return Files.getLastModifiedTime(partial, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(oldest);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	/** What is in a folder; nothing where there is none. */
	static List<Path> children(Path folder) throws IOException {
		try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
			List<Path> all = new ArrayList<>();
			children.forEach(all::add);
			return all;
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
		catch (DirectoryIteratorException ex) {
			throw ex.getCause();
		}
	}

}
