/**
 * What HTTP requests of flows may contain, how their failures are reported without
 * secrets, and what both ports have in common: the trace of a request, compressed
 * responses, and the links between the pages of lists. Only the headers of a trace may
 * enter; the routes are in {@code api} and {@code management.endpoint}, and the body of
 * an error in {@code problem}.
 */
@ApplicationModule(allowedDependencies = "execution :: trace")
@NullMarked
package io.windhover.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
