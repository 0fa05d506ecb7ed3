/**
 * The task type that runs statements in databases.
 */
@NullMarked
package io.windhover.worker.sql;

import org.jspecify.annotations.NullMarked;
