/**
 * What port 8081 shows.
 */
@ApplicationModule(type = ApplicationModule.Type.OPEN)
@NullMarked
package io.windhover.management;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
