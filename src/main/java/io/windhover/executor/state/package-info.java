/**
 * What the executor shows of the executions in its partitions, and of the workers that
 * run their jobs.
 */
@NullMarked
package io.windhover.executor.state;

import org.jspecify.annotations.NullMarked;
