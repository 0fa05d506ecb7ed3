package io.windhover.topic.broker;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second process out of a directory; the operating system gives it up with the
 * process.
 */
final class DirectoryLock implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(DirectoryLock.class);

	private final FileChannel channel;

	private DirectoryLock(FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Takes the lock.
	 * @throws BrokerDirectoryException when another has it, or the directory cannot be
	 * written
	 */
	static DirectoryLock acquire(Path directory) {
		try {
			Files.createDirectories(directory);
			FileChannel channel = FileChannel.open(directory.resolve("windhover.lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			if (tryLock(channel) == null) {
				channel.close();
				throw new BrokerDirectoryException(directory, "is in use by another process", null);
			}
			return new DirectoryLock(channel);
		}
		catch (IOException ex) {
			throw new BrokerDirectoryException(directory, "cannot be written", ex);
		}
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null; // another application of this JVM has it
		}
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.warn("Could not give up the lock of the broker's directory", ex);
		}
	}

}
