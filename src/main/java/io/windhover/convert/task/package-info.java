/**
 * The rules for tasks and inputs, one table by type of Kestra.
 */
@NullMarked
package io.windhover.convert.task;

import org.jspecify.annotations.NullMarked;
