/**
 * Templates in Pebble.
 */
@NullMarked
package io.windhover.flow.template.pebble;

import org.jspecify.annotations.NullMarked;
