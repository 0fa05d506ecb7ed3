/**
 * The role that gives flows their revisions and starts executions: its topology, its
 * view, and its listener. Topics, flows and plugins may enter, other roles may not; what
 * an execution does after its start is in {@code executor}.
 */
@ApplicationModule(allowedDependencies = { "execution", "execution :: flow", "execution :: json", "execution :: trace",
		"flow", "flow :: definition", "flow :: expectation", "flow :: input", "flow :: template", "http", "instance",
		"plugin", "secret", "topic", "topic :: maintenance", "topic :: record", "topic :: streams" })
@NullMarked
package io.windhover.scheduler;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
