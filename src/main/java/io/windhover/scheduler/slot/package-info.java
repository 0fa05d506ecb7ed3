/**
 * Counts the executions of flows with {@code concurrency}: a pure machine, and the store
 * that it looks into.
 */
@NullMarked
package io.windhover.scheduler.slot;

import org.jspecify.annotations.NullMarked;
