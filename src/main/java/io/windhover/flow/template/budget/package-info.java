/**
 * Stops templates that take too long or become too large: guards around what Pebble
 * evaluates.
 */
@NullMarked
package io.windhover.flow.template.budget;

import org.jspecify.annotations.NullMarked;
