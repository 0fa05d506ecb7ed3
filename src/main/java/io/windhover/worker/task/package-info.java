/**
 * The task types that come with Windhover.
 */
@NullMarked
package io.windhover.worker.task;

import org.jspecify.annotations.NullMarked;
