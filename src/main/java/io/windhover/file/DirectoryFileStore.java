package io.windhover.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

import io.windhover.flow.input.FileAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files in a directory, which several instances may share: each execution has a
 * folder below {@code executions}, and one below {@code days} for the day of its first
 * file, so that what is due is found without a look at all others.
 */
class DirectoryFileStore implements FileStore {

	private static final Logger logger = LoggerFactory.getLogger(DirectoryFileStore.class);

	private final Path root;

	private final PartialFiles partials;

	private final Clock clock;

	DirectoryFileStore(Path root, long maxFileSize, Clock clock) {
		this.root = root.toAbsolutePath().normalize();
		this.partials = new PartialFiles(this.root.resolve("partial"), maxFileSize, clock);
		this.clock = clock;
	}

	@Override
	public long maxFileSize() {
		return this.partials.maxFileSize();
	}

	@Override
	public StoredFile write(FileAddress address, InputStream content) throws IOException {
		Path partial = this.partials.write(address, content);
		try {
			Path target = file(address);
			mark(address.executionId());
			Files.createDirectories(parent(target));
			try {
				Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
			}
			catch (NoSuchFileException ex) {
				// deleted with its execution in this moment
				Files.createDirectories(parent(target));
				Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
			}
			for (Path folder = parent(target); !folder.equals(this.root); folder = parent(folder)) {
				sync(folder);
			}
			return find(address);
		}
		finally {
			Files.deleteIfExists(partial);
		}
	}

	/**
	 * Before the folder of an execution is there, so that no kill leaves one unmarked.
	 */
	private void mark(String executionId) throws IOException {
		if (Files.isDirectory(folder(executionId))) {
			return;
		}
		Path day = this.root.resolve("days").resolve(LocalDate.now(this.clock.withZone(ZoneOffset.UTC)).toString());
		Files.createDirectories(day);
		try {
			Files.createFile(day.resolve(executionId));
		}
		catch (FileAlreadyExistsException ex) {
			return;
		}
		sync(day);
		sync(parent(day));
	}

	/** Not every system can. */
	private static void sync(Path folder) {
		try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			logger.debug("Could not sync {}", folder, ex);
		}
	}

	@Override
	public InputStream open(FileAddress address) throws IOException {
		find(address);
		try {
			return Files.newInputStream(file(address), LinkOption.NOFOLLOW_LINKS);
		}
		catch (NoSuchFileException ex) {
			throw missing(address);
		}
	}

	@Override
	public StoredFile find(FileAddress address) throws IOException {
		try {
			BasicFileAttributes attributes = attributes(file(address));
			if (attributes.isRegularFile()) {
				return new StoredFile(address, attributes.size(), attributes.lastModifiedTime().toInstant());
			}
		}
		catch (NoSuchFileException ex) {
			// as below
		}
		throw missing(address);
	}

	private static BasicFileAttributes attributes(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
	}

	private FileMissingException missing(FileAddress address) {
		return new FileMissingException(
				("there is no file %s in %s on this instance: it was deleted with its execution, or "
						+ "windhover.files.directory is not a directory that all instances share")
					.formatted(address, this.root));
	}

	@Override
	public FileList list(String executionId, int page, int size) throws IOException {
		Path folder = folder(executionId);
		List<Path> all = List.of();
		if (Files.isDirectory(folder)) {
			try (Stream<Path> found = Files.walk(folder)) {
				all = found.filter((each) -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)).sorted().toList();
			}
			catch (UncheckedIOException ex) {
				// a folder is gone in this moment, or cannot be read
				throw ex.getCause();
			}
		}
		List<StoredFile> items = all.stream()
			.skip((long) page * size)
			.limit(size)
			.flatMap((each) -> stored(executionId, folder.relativize(each)))
			.toList();
		return new FileList(items, all.size());
	}

	/** One that is gone in this moment, or that is not ours, is left out. */
	private Stream<StoredFile> stored(String executionId, Path relative) {
		StringBuilder text = new StringBuilder(FileAddress.PREFIX).append(executionId);
		relative.forEach((name) -> text.append('/').append(name));
		try {
			return Stream.of(find(FileAddress.parse(text.toString())));
		}
		catch (IOException | IllegalArgumentException ex) {
			logger.debug("Left {} out", relative, ex);
			return Stream.empty();
		}
	}

	@Override
	public void delete(FileAddress address) throws IOException {
		Files.deleteIfExists(file(address));
	}

	@Override
	public void delete(String executionId) throws IOException {
		deleteTree(folder(executionId));
	}

	@Override
	public void deleteBefore(LocalDate day) throws IOException {
		FirstFailure failures = new FirstFailure();
		for (Path folder : PartialFiles.children(this.root.resolve("days"))) {
			if (isBefore(folder, day)) {
				deleteDay(folder, failures);
			}
		}
		failures.throwIfAny();
	}

	/** What cannot be deleted keeps its marker, and stops no other. */
	private void deleteDay(Path folder, FirstFailure failures) {
		int deleted = 0;
		try {
			for (Path marker : PartialFiles.children(folder)) {
				if (isDeleted(marker, failures)) {
					deleted++;
				}
			}
			deleteEmpty(folder);
		}
		catch (IOException ex) {
			failures.add(ex);
		}
		logger.info("The files of {} executions of {} are deleted, as they are older than what is kept", deleted,
				folder.getFileName());
	}

	private boolean isDeleted(Path marker, FirstFailure failures) {
		try {
			delete(marker.getFileName().toString());
			Files.deleteIfExists(marker);
			return true;
		}
		catch (IOException ex) {
			failures.add(ex);
			return false;
		}
	}

	@Override
	public FilesSize size(int most, int draws) throws IOException {
		Path folder = this.root.resolve("executions");
		FilesTally tally = new FilesTally(most, draws);
		if (Files.isDirectory(folder)) {
			Files.walkFileTree(folder, new FilesCount(folder, tally));
		}
		return tally.size(this.root);
	}

	/**
	 * Deletes what killed processes have not written to its end.
	 */
	void deleteLeftovers() {
		this.partials.deleteLeftovers();
	}

	private static boolean isBefore(Path folder, LocalDate day) {
		try {
			return LocalDate.parse(folder.getFileName().toString()).isBefore(day);
		}
		catch (DateTimeException ex) {
			return false;
		}
	}

	/** Another instance may delete the same. */
	private static void deleteTree(Path path) throws IOException {
		if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			for (Path child : PartialFiles.children(path)) {
				deleteTree(child);
			}
			deleteEmpty(path);
		}
		else {
			Files.deleteIfExists(path);
		}
	}

	private static void deleteEmpty(Path folder) throws IOException {
		try {
			Files.deleteIfExists(folder);
		}
		catch (DirectoryNotEmptyException ex) {
			logger.debug("{} has got another file meanwhile", folder, ex);
		}
	}

	private Path folder(String executionId) {
		FileAddress.checkId(executionId);
		return this.root.resolve("executions").resolve(executionId);
	}

	private Path file(FileAddress address) {
		Path file = folder(address.executionId());
		for (String name : address.encodedNames()) {
			file = file.resolve(name);
		}
		return file;
	}

	private static Path parent(Path path) {
		Path parent = path.getParent();
		if (parent == null) {
			throw new IllegalStateException("%s is no path of a file store".formatted(path));
		}
		return parent;
	}

}
