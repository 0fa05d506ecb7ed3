/**
 * The body of an error, the same on both ports. Nothing of Windhover may enter; who turns
 * exceptions into problems is in {@code api.web} and {@code management.endpoint}.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
