/**
 * Spans of executions, of what runs in them and of the requests that create them, for an
 * OpenTelemetry receiver. Topics may enter, and it is off unless a receiver is
 * configured; the roles know no span but {@link io.windhover.execution.trace.Tracing}.
 */
@ApplicationModule(allowedDependencies = { "execution", "execution :: trace", "http", "instance", "topic",
		"topic :: access", "topic :: record" })
@NullMarked
package io.windhover.management.tracing;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
