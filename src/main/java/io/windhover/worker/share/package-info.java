/**
 * Takes records through a Kafka share group, no more at once than slots are free.
 */
@NullMarked
package io.windhover.worker.share;

import org.jspecify.annotations.NullMarked;
