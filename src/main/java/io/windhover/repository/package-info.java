/**
 * The port to the documents of executions: what the indexer writes and the API reads. A
 * kind of repository is a package here; who turns records into documents lives in
 * {@code indexer}.
 */
@ApplicationModule(allowedDependencies = { "instance", "flow", "execution" })
@NullMarked
package io.windhover.repository;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
