/**
 * What a task type is, and those that come with Windhover.
 */
@NullMarked
package io.windhover.worker.task;

import org.jspecify.annotations.NullMarked;
