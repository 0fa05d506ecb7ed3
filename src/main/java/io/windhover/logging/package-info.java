/**
 * Limits lines of the log that repeat. Nothing of Windhover may enter; what is logged is
 * decided where it happens, and the log of a task belongs to {@code worker}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.logging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
