package io.windhover.file;

import java.time.Instant;

import io.windhover.flow.input.FileAddress;

/**
 * A file that is kept.
 *
 * @param size in bytes
 */
public record StoredFile(FileAddress address, long size, Instant modifiedAt) {
}
