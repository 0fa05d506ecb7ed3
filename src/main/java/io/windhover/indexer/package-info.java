/**
 * The role that writes documents to the repository.
 */
@ApplicationModule(allowedDependencies = { "instance", "cluster", "repository", "file", "flow", "execution", "topic",
		"topic :: access" })
@NullMarked
package io.windhover.indexer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
