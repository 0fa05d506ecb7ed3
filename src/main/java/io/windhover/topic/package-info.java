/**
 * The typed topics, where the roles meet, and the clients that read and write them. Only
 * messages and flows may enter; what a role does with a record is in the package of the
 * role, and what is known of other instances in {@code cluster}.
 */
@ApplicationModule(allowedDependencies = { "execution", "execution :: flow", "execution :: instance",
		"execution :: json", "flow", "instance" })
@NullMarked
package io.windhover.topic;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
