/**
 * What the API knows of triggers, and the backfills of schedules.
 */
@NullMarked
package io.windhover.api.trigger;

import org.jspecify.annotations.NullMarked;
