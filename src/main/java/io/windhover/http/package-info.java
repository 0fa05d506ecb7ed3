/**
 * What HTTP requests of flows may say, and how their failures are told without secrets.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
