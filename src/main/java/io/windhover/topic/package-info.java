/**
 * The typed topics, where the roles meet, and the clients that read and write them.
 */
@ApplicationModule(allowedDependencies = { "flow", "execution", "instance" })
@NullMarked
package io.windhover.topic;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
