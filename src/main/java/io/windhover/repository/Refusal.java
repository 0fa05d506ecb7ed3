package io.windhover.repository;

/**
 * A document that the repository will never take.
 *
 * @param document the very object that the batch held
 */
public record Refusal(Object document, RuntimeException cause) {
}
