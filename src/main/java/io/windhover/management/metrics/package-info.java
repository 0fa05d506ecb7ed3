/**
 * The meters: one catalogue, {@link Meters}, and the binders that implement the listeners
 * of the roles. The views and listeners of the roles may enter; the roles themselves know
 * no meter, and what a meter shows of the broker is measured in {@code management}.
 */
@ApplicationModule(allowedDependencies = { "api", "cluster", "event", "execution", "execution :: flow",
		"execution :: instance", "execution :: trace", "execution :: tree", "executor", "flow", "flow :: definition",
		"flow :: expectation", "flow :: task", "http", "indexer", "instance", "management", "management.exposition",
		"management.incident", "management.lag", "management.operation", "management.storage", "management.streams",
		"management.tracing", "scheduler", "topic", "topic :: flow", "topic :: maintenance", "topic :: record",
		"worker" })
@NullMarked
package io.windhover.management.metrics;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
