/**
 * The polling trigger types that come with Windhover.
 */
@NullMarked
package io.windhover.scheduler.trigger;

import org.jspecify.annotations.NullMarked;
