package io.windhover.execution;

/**
 * One life of one instance: a lease is held by a life, so that a restart under the same
 * id gives it up.
 *
 * @param id stays the same over restarts
 * @param incarnation is new at each start, and sorts after those before it
 */
public record InstanceRef(String id, String incarnation) {
}
