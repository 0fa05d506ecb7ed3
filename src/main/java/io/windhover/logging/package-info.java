/**
 * Keeps the log readable while something repeats itself.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.logging;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
