/**
 * The meters: one catalogue, {@link Meters}, and the binders that implement the listeners
 * of the roles. The views and listeners of the roles may enter; the roles themselves know
 * no meter, and what a meter shows of the broker is measured in {@code management}.
 */
@ApplicationModule(allowedDependencies = { "api", "cluster", "event", "execution", "execution :: machine", "executor", "flow", "indexer", "instance", "management", "management.incident", "management.lag", "management.operation", "management.storage", "management.streams", "management.tracing", "scheduler", "topic", "worker" })
@NullMarked
package io.windhover.management.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
