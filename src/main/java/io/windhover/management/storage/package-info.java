/**
 * What fills the disks: how much the topics, the state stores of this instance, the
 * repository and the files hold, whose it is, and when there will be no room. All of it
 * is sampled on a thread of its own; nothing that the engine does waits for it.
 */
@ApplicationModule(
		allowedDependencies = { "management", "execution", "file", "flow", "instance", "repository", "topic" })
@NullMarked
package io.windhover.management.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
