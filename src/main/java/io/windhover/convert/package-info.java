/**
 * Flows of Kestra as flows of Windhover: text in, text and a list of what could not be
 * carried over out.
 */
@ApplicationModule(allowedDependencies = { "flow", "flow :: jq" })
@NullMarked
package io.windhover.convert;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
