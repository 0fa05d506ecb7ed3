package io.windhover.management.storage;

/**
 * A state store of this instance.
 *
 * @param bytes of all of its partitions that are here
 */
public record StoreSize(String applicationId, String store, long bytes) {
}
