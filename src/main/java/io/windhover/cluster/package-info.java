/**
 * Which instances there are and what they say of themselves, how they ask one another,
 * and which of them owns an execution.
 */
@ApplicationModule(allowedDependencies = { "instance", "execution", "topic" })
@NullMarked
package io.windhover.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
