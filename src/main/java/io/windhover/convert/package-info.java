/**
 * Converts flows of Kestra to flows of Windhover: text in, text and a list of what could
 * not be carried over out. Only {@code flow} may enter; the routes and the command line
 * that call it are in {@code api} and in the root package.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: input", "flow :: jq" })
@NullMarked
package io.windhover.convert;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
