package io.windhover.worker.directory;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

import io.windhover.file.FileTooLargeException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A directory as a tar archive: its folders, its files with their modes and times, and
 * its links as far as they stay in it.
 */
public final class DirectoryArchive {

	private static final String ENCODING = StandardCharsets.UTF_8.name();

	private static final int BUFFER = 64 * 1024;

	/** What the owner, the group and others may do. */
	private static final int ALL = 0777;

	private DirectoryArchive() {
	}

	/**
	 * Packs a directory.
	 * @param archive the file that is made
	 * @param maxSize the bytes that it may have
	 * @param skipped is given what is neither a folder, a file nor a link
	 * @throws FileTooLargeException where it would have more
	 */
	public static void pack(Path directory, Path archive, long maxSize, Consumer<String> skipped) throws IOException {
		Path root = directory.toAbsolutePath().normalize();
		try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive, StandardOpenOption.CREATE_NEW),
				BUFFER);
				TarArchiveOutputStream tar = new TarArchiveOutputStream(new Bounded(file, maxSize), ENCODING)) {
			tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
			tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
			tar.setAddPaxHeadersForNonAsciiNames(true);
			Files.walkFileTree(root, new DirectoryPacker(root, tar, skipped));
		}
	}

	/**
	 * Unpacks an archive into an empty directory; nothing gets out of it. Links come
	 * last, so that no file is written through one.
	 */
	public static void unpack(InputStream archive, Path directory) throws IOException {
		Path root = directory.toAbsolutePath().normalize();
		List<TarArchiveEntry> links = new ArrayList<>();
		try (TarArchiveInputStream tar = new TarArchiveInputStream(archive, ENCODING)) {
			for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
				Path path = within(root, entry.getName());
				if (entry.isSymbolicLink()) {
					links.add(entry);
				}
				else if (entry.isDirectory()) {
					Files.createDirectories(path);
				}
				else if (isFile(entry)) {
					Files.createDirectories(parent(path));
					Files.copy(tar, path);
					permit(path, entry.getMode());
					Files.setLastModifiedTime(path, entry.getLastModifiedTime());
				}
				else {
					throw new IOException(
							"'%s' in the archive is neither a file, a folder nor a link".formatted(entry.getName()));
				}
			}
		}
		for (TarArchiveEntry link : links) {
			Path path = within(root, link.getName());
			if (leadsOut(root, path, Path.of(link.getLinkName()))) {
				throw outside(link.getName());
			}
			Files.createDirectories(parent(path));
			Files.createSymbolicLink(path, Path.of(link.getLinkName()));
		}
	}

	private static boolean isFile(TarArchiveEntry entry) {
		return entry.isFile() && !entry.isLink() && !entry.isSparse() && !entry.isFIFO() && !entry.isBlockDevice()
				&& !entry.isCharacterDevice();
	}

	private static Path within(Path directory, String name) throws IOException {
		try {
			Path path = directory.resolve(name).normalize();
			if (path.startsWith(directory) && !path.equals(directory)) {
				return path;
			}
		}
		catch (InvalidPathException ex) {
			throw new IOException("'%s' in the archive is not a path: %s".formatted(name, ex.getReason()), ex);
		}
		throw outside(name);
	}

	private static IOException outside(String name) {
		return new IOException("'%s' in the archive leads out of the directory".formatted(name));
	}

	/** Whether what a link names is outside of a directory. */
	static boolean leadsOut(Path directory, Path link, Path target) {
		return target.isAbsolute() || !parent(link).resolve(target).normalize().startsWith(directory);
	}

	private static Path parent(Path path) {
		return Objects.requireNonNull(path.getParent());
	}

	private static void permit(Path file, int mode) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
		if (view != null) {
			view.setPermissions(permissions(mode & ALL));
		}
	}

	/** The constants are in the order of the bits, from the highest. */
	private static Set<PosixFilePermission> permissions(int mode) {
		Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
		int bit = (ALL + 1) / 2;
		for (PosixFilePermission each : PosixFilePermission.values()) {
			if ((mode & bit) != 0) {
				permissions.add(each);
			}
			bit /= 2;
		}
		return permissions;
	}

	/** The bits of a mode. */
	static int mode(Set<PosixFilePermission> permissions) {
		int mode = 0;
		for (PosixFilePermission each : PosixFilePermission.values()) {
			mode = mode * 2 + (permissions.contains(each) ? 1 : 0);
		}
		return mode;
	}

	/**
	 * Takes so many bytes.
	 */
	private static final class Bounded extends FilterOutputStream {

		private final long most;

		private long size;

		Bounded(OutputStream out, long most) {
			super(out);
			this.most = most;
		}

		@Override
		public void write(int value) throws IOException {
			count(1);
			this.out.write(value);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			count(length);
			this.out.write(bytes, offset, length);
		}

		private void count(int added) throws FileTooLargeException {
			this.size += added;
			if (this.size > this.most) {
				throw new FileTooLargeException(
						"what is in the working directory is larger than %d bytes; windhover.files.max-file-size allows more"
							.formatted(this.most));
			}
		}

	}

}
