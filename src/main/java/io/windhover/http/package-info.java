/**
 * What HTTP requests of flows may contain, how their failures are reported without
 * secrets, and how both ports link the pages of lists. Nothing of Windhover may enter;
 * the routes are in {@code api} and {@code management.endpoint}, and the body of an error
 * in {@code problem}.
 */
@ApplicationModule(allowedDependencies = "execution")
@NullMarked
package io.windhover.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
