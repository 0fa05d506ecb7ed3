/**
 * Reports at the start what this process is, where it is reached, and how it is secured.
 * The identity of the instance and the summary of {@code security} may enter; whether it
 * is ready is in {@code management.health}.
 */
@ApplicationModule(allowedDependencies = { "instance", "security", "topic" })
@NullMarked
package io.windhover.management.summary;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
