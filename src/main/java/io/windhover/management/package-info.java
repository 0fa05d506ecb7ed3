/**
 * The sampler of what only the broker knows, from which port 8081 answers, and what its
 * submodules share. Clients, topics and the view of the indexer may enter; each submodule
 * has one purpose, and the endpoints are in {@code management.endpoint}.
 */
@ApplicationModule(allowedDependencies = { "cluster", "execution", "execution :: instance", "indexer", "instance",
		"logging", "management.lag", "management.streams", "topic", "topic :: access", "topic :: flow" })
@NullMarked
package io.windhover.management;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
