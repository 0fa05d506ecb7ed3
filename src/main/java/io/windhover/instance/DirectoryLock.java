package io.windhover.instance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
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
public final class DirectoryLock implements AutoCloseable {

	static final String FILE = "windhover.lock";

	private static final Logger logger = LoggerFactory.getLogger(DirectoryLock.class);

	private final FileChannel channel;

	private DirectoryLock(FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Acquires the lock of a directory, which is created when it is missing.
	 * @throws DirectoryLockException when another process has it, or the directory cannot
	 * be written
	 */
	public static DirectoryLock acquire(Path directory) {
		try {
			Files.createDirectories(directory);
			Path file = directory.resolve(FILE);
			FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			if (tryLock(channel) == null) {
				channel.close();
				throw new DirectoryLockException(directory, "is in use by another process" + holder(file), null);
			}
			channel.truncate(0);
			channel
				.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
			return new DirectoryLock(channel);
		}
		catch (IOException ex) {
			throw new DirectoryLockException(directory, "cannot be written", ex);
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

	private static String holder(Path file) throws IOException {
		String pid = Files.readString(file).strip();
		return pid.isEmpty() ? "" : " (pid %s)".formatted(pid);
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			logger.warn("Could not release the lock of a directory", ex);
		}
	}

}
