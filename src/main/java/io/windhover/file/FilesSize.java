package io.windhover.file;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How much a file store keeps.
 *
 * @param whole false where there is more than was looked at
 * @param directory null where the files are not on a disk of this instance
 * @param drawn ids of executions, each drawn at random by the bytes of its files: one may
 * be there several times
 */
public record FilesSize(long bytes, long files, boolean whole, @Nullable Path directory, List<String> drawn) {
}
