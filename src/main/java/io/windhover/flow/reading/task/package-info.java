/**
 * Reads tasks.
 */
@NullMarked
package io.windhover.flow.reading.task;

import org.jspecify.annotations.NullMarked;
