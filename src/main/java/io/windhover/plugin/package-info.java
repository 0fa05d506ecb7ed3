/**
 * Extension points of Windhover: all that a plugin needs to import, but for the
 * definition of its meters, {@link io.windhover.flow.MetricDefinition}.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: binding" })
@NullMarked
package io.windhover.plugin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
