/**
 * Where the secrets of flows come from, and how they are masked.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: template", "execution", "plugin" })
@NullMarked
package io.windhover.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
