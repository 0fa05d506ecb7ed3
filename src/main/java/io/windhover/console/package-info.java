/**
 * The pages for people, which both ports serve.
 */
@ApplicationModule(allowedDependencies = { "instance", "problem" })
@NullMarked
package io.windhover.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
