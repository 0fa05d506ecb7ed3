package io.windhover.management.storage;

import org.jspecify.annotations.Nullable;

/**
 * What a flow takes, estimated.
 *
 * @param bytes of topics, documents and files
 * @param error half of the interval in which the bytes are in 95 of 100 cases; null where
 * that is not known
 * @param files bytes of files alone; null where this instance does not know whose they
 * are
 * @param filesError the same of those; null as well where none was found
 */
public record FlowStorage(String namespace, String flowId, long bytes, @Nullable Long error, @Nullable Long files,
		@Nullable Long filesError) {
}
