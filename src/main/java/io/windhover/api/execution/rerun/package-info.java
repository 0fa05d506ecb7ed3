/**
 * Restarts and replays executions.
 */
@NullMarked
package io.windhover.api.execution.rerun;

import org.jspecify.annotations.NullMarked;
