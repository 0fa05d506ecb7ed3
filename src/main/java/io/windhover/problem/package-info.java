/**
 * What a request that fails is told, the same on both ports.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
