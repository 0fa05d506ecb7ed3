/**
 * The embedded single-node Kafka broker.
 */
@NullMarked
package io.windhover.topic.broker;

import org.jspecify.annotations.NullMarked;
