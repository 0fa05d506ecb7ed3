/**
 * Executions: their routes, and what is known of them before the repository knows it.
 */
@NullMarked
package io.windhover.api.execution;

import org.jspecify.annotations.NullMarked;
