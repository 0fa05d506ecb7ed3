/**
 * Where the secrets of flows come from.
 */
@ApplicationModule(allowedDependencies = { "flow", "plugin" })
@NullMarked
package io.windhover.secret;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
