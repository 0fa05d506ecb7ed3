/**
 * The contributors and groups of {@code /health}. The views of the roles and the last
 * samples may enter; what is wrong in the whole cluster is an incident, in
 * {@code management.incident}.
 */
@ApplicationModule(allowedDependencies = { "api", "cluster", "execution", "execution :: flow", "execution :: instance",
		"executor", "indexer", "instance", "management", "management.incident", "management.lag", "management.metrics",
		"management.streams", "plugin", "scheduler", "topic", "topic :: access", "topic :: maintenance",
		"topic :: record", "worker" })
@NullMarked
package io.windhover.management.health;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
