/**
 * What fills the disks: how much the topics, the state stores of this instance, the
 * repository and the files hold, whose it is, and when there will be no room. All of it
 * is sampled on a thread of its own, so nothing of the engine may enter but the ports to
 * files and the repository; the route is in {@code management.endpoint}.
 */
@ApplicationModule(allowedDependencies = { "execution", "execution :: json", "file", "flow", "instance", "management",
		"management.lag", "repository", "topic" })
@NullMarked
package io.windhover.management.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
