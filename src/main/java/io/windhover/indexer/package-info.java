/**
 * The indexer role.
 */
@ApplicationModule(allowedDependencies = { "role", "flow", "flow :: template", "execution", "execution :: machine",
		"topic", "topic :: access", "topic :: streams" })
@NullMarked
package io.windhover.indexer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
