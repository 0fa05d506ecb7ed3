/**
 * Spans of executions and of what runs in them, for an OpenTelemetry receiver. Topics may
 * enter, and it is off unless a receiver is configured; the roles know no span but
 * {@link io.windhover.execution.Tracing}.
 */
@ApplicationModule(allowedDependencies = { "execution", "http", "instance", "topic", "topic :: access" })
@NullMarked
package io.windhover.management.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
