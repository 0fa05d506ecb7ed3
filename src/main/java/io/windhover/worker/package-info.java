/**
 * The worker role.
 */
@ApplicationModule(allowedDependencies = { "instance", "cluster", "file", "flow", "flow :: template", "http", "plugin",
		"secret", "execution", "execution :: machine", "topic", "topic :: access", "topic :: streams" })
@NullMarked
package io.windhover.worker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
