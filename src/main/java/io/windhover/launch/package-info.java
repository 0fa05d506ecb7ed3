/**
 * Starts the application from its jar. Nothing of Windhover may enter; what the
 * application consists of is in the root package.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.launch;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
