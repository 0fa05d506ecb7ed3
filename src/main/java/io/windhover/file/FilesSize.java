package io.windhover.file;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * How much a file store keeps.
 *
 * @param whole false where there is more than was looked at
 * @param directory null where the files are not on a disk of this instance
 */
public record FilesSize(long bytes, long files, boolean whole, @Nullable Path directory) {
}
