/**
 * The Kafka Streams clients of this process: their threads, their stores, and the
 * progress of a restore. Only lags may enter; the topologies themselves are in the roles,
 * and what they share in {@code topic.streams}.
 */
@ApplicationModule(allowedDependencies = "management.lag")
@NullMarked
package io.windhover.management.streams;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
