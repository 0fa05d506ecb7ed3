/**
 * How the instances of a cluster ask one another, and which of them owns an execution.
 */
@ApplicationModule(allowedDependencies = { "role", "execution", "topic" })
@NullMarked
package io.windhover.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
