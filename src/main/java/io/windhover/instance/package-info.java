/**
 * The roles of a process, its identity, its data directory, and its threads. Nothing of
 * Windhover may enter; what instances report to one another is in {@code cluster}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.instance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
