/**
 * Serves the static pages for people on both ports. Only the identity of the instance,
 * problems and what both ports have in common may enter; the sessions of the console are
 * in {@code security.session}, and its data comes over the routes that everybody uses.
 */
@ApplicationModule(allowedDependencies = { "http", "instance", "problem" })
@NullMarked
package io.windhover.console;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
