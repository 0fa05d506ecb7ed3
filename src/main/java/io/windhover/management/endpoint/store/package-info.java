/**
 * The endpoints of what is stored and how far it is behind: Kafka Streams, the indexer,
 * disks, and samples.
 */
@NullMarked
package io.windhover.management.endpoint.store;

import org.jspecify.annotations.NullMarked;
