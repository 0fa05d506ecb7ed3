package io.windhover.management.storage;

import org.jspecify.annotations.Nullable;

/**
 * What a flow takes, estimated.
 *
 * @param bytes of topics and documents
 * @param error half of the interval in which the bytes are in 95 of 100 cases; null where
 * that is not known
 */
public record FlowStorage(String namespace, String flowId, long bytes, @Nullable Long error) {
}
