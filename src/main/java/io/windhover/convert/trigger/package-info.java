/**
 * The rules for triggers and their conditions.
 */
@NullMarked
package io.windhover.convert.trigger;

import org.jspecify.annotations.NullMarked;
