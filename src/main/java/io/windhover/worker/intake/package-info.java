/**
 * Takes jobs for the slots of this worker, drains it, and shows what it does.
 */
@NullMarked
package io.windhover.worker.intake;

import org.jspecify.annotations.NullMarked;
