/**
 * The state store of executions, and how others read it.
 */
@NullMarked
package io.windhover.executor.store;

import org.jspecify.annotations.NullMarked;
