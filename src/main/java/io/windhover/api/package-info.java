/**
 * The REST API on port 8080.
 */
@ApplicationModule(allowedDependencies = { "convert", "file", "flow", "flow :: template", "flow :: binding",
		"execution", "http", "topic", "topic :: access", "repository", "problem", "secret", "instance", "cluster" })
@NullMarked
package io.windhover.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
