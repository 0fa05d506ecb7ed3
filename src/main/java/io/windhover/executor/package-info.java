/**
 * The executor role.
 */
@ApplicationModule(allowedDependencies = { "instance", "cluster", "flow", "flow :: template", "flow :: value",
		"execution", "execution :: machine", "topic", "topic :: streams" })
@NullMarked
package io.windhover.executor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
