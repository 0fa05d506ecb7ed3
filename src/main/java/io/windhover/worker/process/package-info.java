/**
 * The task types that run processes.
 */
@NullMarked
package io.windhover.worker.process;

import org.jspecify.annotations.NullMarked;
