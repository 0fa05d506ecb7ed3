/**
 * Derives events from the records of topics and publishes them.
 */
@NullMarked
package io.windhover.event.relay;

import org.jspecify.annotations.NullMarked;
