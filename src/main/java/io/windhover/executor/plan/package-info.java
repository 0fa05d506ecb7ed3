/**
 * Flows as the executor uses them: compiled, with the flows that they start.
 */
@NullMarked
package io.windhover.executor.plan;

import org.jspecify.annotations.NullMarked;
