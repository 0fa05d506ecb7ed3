/**
 * Keeps what became of the executions of each flow, and finds what is expected and does
 * not happen: a pure machine, and the store with an index of what is due.
 */
@NullMarked
package io.windhover.scheduler.history;

import org.jspecify.annotations.NullMarked;
