/**
 * Spans of executions, of what runs in them and of the requests that create them, for an
 * OpenTelemetry receiver. Off unless one is configured;
 * {@link io.windhover.execution.Tracing} tells the roles.
 */
@ApplicationModule(allowedDependencies = { "execution", "http", "instance", "topic", "topic :: access" })
@NullMarked
package io.windhover.management.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
