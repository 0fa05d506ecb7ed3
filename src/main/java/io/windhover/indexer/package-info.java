/**
 * The role that writes documents to the repository. Topics and the port to the repository
 * may enter, other roles may not; how documents are kept is in {@code repository}, and
 * the events that run with this role are in {@code event}.
 */
@ApplicationModule(allowedDependencies = { "execution", "execution :: flow", "execution :: json", "file", "flow",
		"instance", "repository", "topic", "topic :: access", "topic :: record" })
@NullMarked
package io.windhover.indexer;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
