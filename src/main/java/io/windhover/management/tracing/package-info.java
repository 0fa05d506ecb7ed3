/**
 * Spans of executions and of what runs in them, for an OpenTelemetry receiver. Off unless
 * one is configured; {@link io.windhover.execution.Tracing} tells the roles.
 */
@ApplicationModule(allowedDependencies = { "execution", "instance", "topic", "topic :: access" })
@NullMarked
package io.windhover.management.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
