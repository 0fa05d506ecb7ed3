package io.windhover.worker.directory;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Puts all that is in a directory into an archive.
 */
class DirectoryPacker extends SimpleFileVisitor<Path> {

	private static final int FOLDER = 040755;

	private static final int FILE = 0100000;

	private static final int DEFAULT_MODE = 0644;

	private static final char UNKNOWN_LETTER = '\uFFFD';

	private final Path directory;

	private final TarArchiveOutputStream tar;

	private final Consumer<String> skipped;

	DirectoryPacker(Path directory, TarArchiveOutputStream tar, Consumer<String> skipped) {
		this.directory = directory;
		this.tar = tar;
		this.skipped = skipped;
	}

	@Override
	public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
		if (!folder.equals(this.directory)) {
			TarArchiveEntry entry = new TarArchiveEntry(name(folder) + "/");
			entry.setMode(FOLDER);
			put(entry, attributes);
			this.tar.closeArchiveEntry();
		}
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
		if (Thread.currentThread().isInterrupted()) {
			throw new InterruptedIOException("interrupted");
		}
		if (attributes.isSymbolicLink()) {
			link(file, attributes);
		}
		else if (attributes.isRegularFile()) {
			file(file, attributes);
		}
		else {
			this.skipped.accept(name(file));
		}
		return FileVisitResult.CONTINUE;
	}

	@Override
	public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
		throw unreadable(file, ex);
	}

	private void link(Path link, BasicFileAttributes attributes) throws IOException {
		Path target = Files.readSymbolicLink(link);
		if (DirectoryArchive.leadsOut(this.directory, link, target)) {
			throw new IOException(
					"the link '%s' leads out of the working directory, to '%s', which the next task may not find; copy what it names"
						.formatted(name(link), target));
		}
		TarArchiveEntry entry = new TarArchiveEntry(name(link), TarConstants.LF_SYMLINK);
		entry.setLinkName(target.toString());
		put(entry, attributes);
		this.tar.closeArchiveEntry();
	}

	private void file(Path file, BasicFileAttributes attributes) throws IOException {
		TarArchiveEntry entry = new TarArchiveEntry(name(file));
		entry.setMode(FILE + mode(file));
		entry.setSize(attributes.size());
		try (InputStream content = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			put(entry, attributes);
			content.transferTo(this.tar);
			this.tar.closeArchiveEntry();
		}
		catch (AccessDeniedException ex) {
			throw unreadable(file, ex);
		}
	}

	private void put(TarArchiveEntry entry, BasicFileAttributes attributes) throws IOException {
		entry.setUserName("");
		entry.setLastModifiedTime(attributes.lastModifiedTime());
		this.tar.putArchiveEntry(entry);
	}

	private IOException unreadable(Path file, IOException cause) throws IOException {
		return new IOException("'%s' in the working directory cannot be read: %s".formatted(name(file), cause), cause);
	}

	private static int mode(Path file) throws IOException {
		PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
		return (view != null) ? DirectoryArchive.mode(view.readAttributes().permissions()) : DEFAULT_MODE;
	}

	/** A letter that the locale of the process does not have would be lost. */
	private String name(Path path) throws IOException {
		List<String> names = new ArrayList<>();
		this.directory.relativize(path).forEach((name) -> names.add(name.toString()));
		String name = String.join("/", names);
		if (name.indexOf(UNKNOWN_LETTER) >= 0) {
			throw new IOException(
					"'%s' in the working directory has letters that the locale of this worker does not have; start it with LC_ALL=C.UTF-8"
						.formatted(name));
		}
		return name;
	}

}
