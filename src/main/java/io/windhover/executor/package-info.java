/**
 * The role that decides what happens next in each execution: its topology, its store, its
 * view, and its listener. Topics and the state machine of {@code execution.machine},
 * which makes the decisions, may enter; other roles may not.
 */
@ApplicationModule(allowedDependencies = { "cluster", "execution", "execution :: machine", "flow", "flow :: template", "flow :: value", "instance", "topic", "topic :: streams" })
@NullMarked
package io.windhover.executor;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
