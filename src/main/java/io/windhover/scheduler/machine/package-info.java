/**
 * The pure machine of a trigger: from a trigger, an event and the time to what fires and
 * when the next date is.
 */
@NullMarked
package io.windhover.scheduler.machine;

import org.jspecify.annotations.NullMarked;
