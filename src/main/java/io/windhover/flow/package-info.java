/**
 * What people write: flows, their tasks and triggers, and the reading of them from YAML.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
