/**
 * Converts values and the expressions in them, knowing what the flow around them
 * declares.
 */
@NullMarked
package io.windhover.convert.expression;

import org.jspecify.annotations.NullMarked;
