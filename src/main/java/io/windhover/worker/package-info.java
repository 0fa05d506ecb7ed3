/**
 * The role that runs jobs: its slots, its task types, its view, and its listener. Topics,
 * files, secrets and plugins may enter, other roles may not; whether a failed task is
 * tried again is decided in {@code execution.machine}.
 */
@ApplicationModule(allowedDependencies = { "cluster", "execution", "execution :: instance", "execution :: json",
		"execution :: trace", "file", "flow", "flow :: definition", "flow :: input", "flow :: task", "flow :: template",
		"http", "instance", "plugin", "secret", "topic", "topic :: access", "topic :: maintenance", "topic :: record" })
@NullMarked
package io.windhover.worker;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
