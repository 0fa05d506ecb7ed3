/**
 * Extension points of Windhover: all that a plugin needs to import.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: binding" })
@NullMarked
package io.windhover.plugin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
