/**
 * The topology of the scheduler: it takes a record, has a machine decide, and starts
 * executions.
 */
@NullMarked
package io.windhover.scheduler.topology;

import org.jspecify.annotations.NullMarked;
