/**
 * Extension points of Windhover. To add an extension, declare a bean that implements one
 * of these interfaces.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.plugin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
