package io.windhover.management.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * A disk, as whoever writes to it sees it.
 *
 * @param kind what it is looked at for
 * @param where it is, for people
 * @param device the same for directories of this instance that are on the same disk; null
 * where the disk is of another machine
 * @param totalBytes null where that is not known
 * @param usableBytes that are free; null where that is not known
 */
public record Volume(StorageKind kind, String where, @Nullable String device, @Nullable Long totalBytes,
		@Nullable Long usableBytes) {

	/**
	 * The disk that a directory of this machine is on.
	 */
	static Volume of(StorageKind kind, Path directory) throws IOException {
		Path absolute = directory.toAbsolutePath();
		FileStore disk = Files.getFileStore(absolute);
		return new Volume(kind, absolute.toString(), disk.name(), disk.getTotalSpace(), disk.getUsableSpace());
	}

}
