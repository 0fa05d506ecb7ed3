/**
 * The port to the documents of executions: what the indexer writes and the API reads. A
 * kind of repository is a package here, and only messages may enter; the records become
 * documents in {@code indexer}.
 */
@ApplicationModule(allowedDependencies = { "execution", "execution :: flow", "execution :: json", "flow", "instance" })
@NullMarked
package io.windhover.repository;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
