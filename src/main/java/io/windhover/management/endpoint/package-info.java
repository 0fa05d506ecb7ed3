/**
 * The endpoints of port 8081. The views of the roles and the other submodules may enter,
 * and no endpoint touches a broker or a lock of the engine; what an operation does is in
 * {@code management.operation}, health in {@code management.health}, and the routes of
 * port 8080 in {@code api}.
 */
@ApplicationModule(allowedDependencies = { "cluster", "cluster :: owner", "event", "execution", "execution :: flow",
		"execution :: instance", "execution :: tree", "executor", "file", "flow", "flow :: expectation", "flow :: task",
		"http", "indexer", "instance", "management", "management.cluster", "management.incident", "management.lag",
		"management.live", "management.operation", "management.storage", "management.streams", "problem", "repository",
		"scheduler", "topic :: flow", "topic :: maintenance", "worker" })
@NullMarked
package io.windhover.management.endpoint;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
