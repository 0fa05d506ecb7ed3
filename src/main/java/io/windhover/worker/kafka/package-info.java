/**
 * The task type that writes to topics.
 */
@NullMarked
package io.windhover.worker.kafka;

import org.jspecify.annotations.NullMarked;
