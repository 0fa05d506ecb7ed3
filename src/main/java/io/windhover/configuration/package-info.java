/**
 * Checks the configuration against the properties that exist, before anything starts.
 * Only the binding of plain values may enter; the properties themselves are records in
 * the package that uses them.
 */
@ApplicationModule(allowedDependencies = "flow :: binding")
@NullMarked
package io.windhover.configuration;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
