/**
 * What HTTP requests of flows may say, how their failures are told without secrets, and
 * how both ports link the pages of lists.
 */
@ApplicationModule(allowedDependencies = "execution")
@NullMarked
package io.windhover.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
