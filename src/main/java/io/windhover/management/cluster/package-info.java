/**
 * Queries the other instances for {@code /cluster} and collects their answers. The
 * registry of {@code cluster} may enter; how instances find and query one another is
 * there, and the endpoint in {@code management.endpoint}.
 */
@ApplicationModule(allowedDependencies = { "cluster", "execution", "execution :: instance", "execution :: json",
		"instance", "management" })
@NullMarked
package io.windhover.management.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
