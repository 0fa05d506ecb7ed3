/**
 * Runs one attempt of a task run: its threads, deadline, log, files, metrics, and result.
 */
@NullMarked
package io.windhover.worker.attempt;

import org.jspecify.annotations.NullMarked;
