/**
 * The topology of the executor: it takes a record, has the state machine decide, and
 * writes what follows.
 */
@NullMarked
package io.windhover.executor.topology;

import org.jspecify.annotations.NullMarked;
