/**
 * The REST API on port 8080.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: template", "execution", "http", "topic", "topic :: access",
		"indexer", "problem", "role", "cluster" })
@NullMarked
package io.windhover.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
