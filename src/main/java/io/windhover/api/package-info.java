/**
 * The REST API on port 8080.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: template", "execution", "http", "topic", "indexer",
		"problem", "role" })
@NullMarked
package io.windhover.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
