/**
 * The scheduler role.
 */
@ApplicationModule(allowedDependencies = { "instance", "flow", "flow :: template", "http", "execution",
		"execution :: machine", "plugin", "secret", "topic", "topic :: streams" })
@NullMarked
package io.windhover.scheduler;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
