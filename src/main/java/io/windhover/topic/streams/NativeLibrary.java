package io.windhover.topic.streams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.rocksdb.NativeLibraryLoader;

/**
 * Loads RocksDB from a place of our own: by default it copies 15 MB to a new temporary
 * file at each start, and leaves them there after a kill.
 */
final class NativeLibrary {

	private NativeLibrary() {
	}

	static void load(Path directory) {
		try {
			Files.createDirectories(directory);
			NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot load RocksDB from " + directory, ex);
		}
	}

}
