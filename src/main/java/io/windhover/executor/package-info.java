/**
 * The role that decides what happens next in each execution: its topology, its store, its
 * view, and its listener. Topics and the state machine of {@code execution.machine},
 * which makes the decisions, may enter; other roles may not.
 */
@ApplicationModule(allowedDependencies = { "cluster", "cluster :: owner", "execution", "execution :: flow",
		"execution :: instance", "execution :: json", "execution :: machine", "execution :: plan", "execution :: trace",
		"execution :: tree", "flow", "flow :: expectation", "flow :: input", "flow :: task", "flow :: template",
		"flow :: value", "instance", "topic", "topic :: flow", "topic :: streams" })
@NullMarked
package io.windhover.executor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
