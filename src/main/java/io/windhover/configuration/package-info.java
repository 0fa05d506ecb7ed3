/**
 * Holds what is configured against the properties that exist.
 */
@ApplicationModule(allowedDependencies = "flow :: binding")
@NullMarked
package io.windhover.configuration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
