package io.windhover.instance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/**
 * The last incarnation of this instance that worked with this data directory. It is known
 * to be dead, because this process has the lock of the directory.
 */
public class IncarnationFile {

	private static final String FILE = "incarnation";

	private final Path directory;

	private final Instance instance;

	private final @Nullable String predecessor;

	/**
	 * Reads the predecessor at once.
	 * @throws UncheckedIOException when the file exists and cannot be read
	 */
	public IncarnationFile(Path directory, Instance instance) {
		this.directory = directory;
		this.instance = instance;
		this.predecessor = read();
	}

	/**
	 * The incarnation before this one. It is null when there was none of this id, and in
	 * a copy of the directory, where the owner of the original may live.
	 */
	public @Nullable String predecessor() {
		return this.predecessor;
	}

	/**
	 * Records the incarnation of this process; must be called before it takes work.
	 */
	public void record() {
		try {
			Files.writeString(file(), String.join("\n", this.instance.id(), this.instance.incarnation(), place()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write the incarnation to " + file().toAbsolutePath(), ex);
		}
	}

	private @Nullable String read() {
		try {
			if (Files.notExists(file())) {
				return null;
			}
			String[] lines = Files.readString(file()).split("\n", -1);
			boolean own = lines.length == 3 && lines[0].equals(this.instance.id()) && lines[2].equals(place());
			return own ? lines[1] : null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the last incarnation from " + file().toAbsolutePath(), ex);
		}
	}

	/** Where the lock is, and on Unix its inode, which a copy does not share. */
	private String place() throws IOException {
		Path lock = this.directory.resolve(DirectoryLock.FILE);
		if (Files.notExists(lock)) {
			return "unlocked";
		}
		Object inode = Files.readAttributes(lock, BasicFileAttributes.class).fileKey();
		return (inode != null) ? inode.toString() : lock.toRealPath().toString();
	}

	private Path file() {
		return this.directory.resolve(FILE);
	}

}
