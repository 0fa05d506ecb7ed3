package io.windhover.management.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Adds up what the state stores have on the disk of this instance. Kafka Streams keeps
 * them below the application, the task and {@code rocksdb}, each in a folder of its name.
 */
class StoreDirectories {

	private static final int NAMES_BEFORE_THE_FILE = 4;

	private final Path directory;

	StoreDirectories(Path directory) {
		this.directory = directory;
	}

	List<StoreSize> look() throws IOException {
		Map<Key, Long> sizes = new TreeMap<>();
		if (Files.isDirectory(this.directory)) {
			Files.walkFileTree(this.directory, new Visitor(this.directory, sizes));
		}
		return sizes.entrySet()
			.stream()
			.map((entry) -> new StoreSize(entry.getKey().application(), entry.getKey().store(), entry.getValue()))
			.toList();
	}

	/** What goes meanwhile does not count: a store drops files all the time. */
	private static final class Visitor extends SimpleFileVisitor<Path> {

		private final Path directory;

		private final Map<Key, Long> sizes;

		Visitor(Path directory, Map<Key, Long> sizes) {
			this.directory = directory;
			this.sizes = sizes;
		}

		@Override
		public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
			Path names = this.directory.relativize(file);
			if (names.getNameCount() > NAMES_BEFORE_THE_FILE) {
				this.sizes.merge(new Key(names.getName(0).toString(), names.getName(3).toString()), attributes.size(),
						Long::sum);
			}
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult visitFileFailed(Path file, IOException ex) {
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException ex) {
			return FileVisitResult.CONTINUE;
		}

	}

	/**
	 * A store of an application.
	 */
	private record Key(String application, String store) implements Comparable<Key> {

		@Override
		public int compareTo(Key other) {
			int byApplication = this.application.compareTo(other.application);
			return (byApplication != 0) ? byApplication : this.store.compareTo(other.store);
		}

	}

}
