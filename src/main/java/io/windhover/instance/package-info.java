/**
 * The roles of a process, who it is, its data directory and its threads.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.instance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
