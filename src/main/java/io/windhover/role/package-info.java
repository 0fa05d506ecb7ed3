/**
 * The roles of a process and who it is.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.role;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
