/**
 * Which instances exist, what they report of themselves, how they query one another, and
 * which of them owns an execution. Topics and messages may enter, roles may not: they
 * register what they know with the interfaces here, and port 8081 shows it through
 * {@code management.cluster}.
 */
@ApplicationModule(allowedDependencies = { "execution", "execution :: instance", "execution :: json", "flow",
		"instance", "topic", "topic :: maintenance" })
@NullMarked
package io.windhover.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
