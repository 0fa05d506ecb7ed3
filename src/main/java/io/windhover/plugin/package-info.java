/**
 * The interfaces that a plugin implements, and what loads it: all that a plugin needs to
 * import, but for the definition of its meters,
 * {@link io.windhover.flow.MetricDefinition}. Only {@code flow} may enter; the task types
 * that come with Windhover are in {@code worker}, the polling trigger types in
 * {@code scheduler.trigger}.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: binding", "flow :: definition" })
@NullMarked
package io.windhover.plugin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
