/**
 * What runs: executions, task runs, and the messages that the roles exchange about them.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: template" })
@NullMarked
package io.windhover.execution;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
