/**
 * Delivers events to subscribers.
 */
@NullMarked
package io.windhover.event.delivery;

import org.jspecify.annotations.NullMarked;
