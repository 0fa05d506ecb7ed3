/**
 * The REST API on port 8080. Topics, flows, files and the repository may enter, other
 * roles may not; port 8081 is in {@code management}, and who may call either port in
 * {@code security}.
 */
@ApplicationModule(allowedDependencies = { "cluster", "cluster :: owner", "convert", "convert :: flow", "execution",
		"execution :: flow", "execution :: instance", "execution :: json", "execution :: trace", "file", "flow",
		"flow :: binding", "flow :: input", "flow :: task", "flow :: template", "http", "instance", "problem",
		"repository", "secret", "topic", "topic :: access", "topic :: flow", "topic :: maintenance" })
@NullMarked
package io.windhover.api;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
