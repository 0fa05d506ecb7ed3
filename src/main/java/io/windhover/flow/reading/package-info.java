/**
 * Reads flows from YAML, with positions in its errors.
 */
@NullMarked
package io.windhover.flow.reading;

import org.jspecify.annotations.NullMarked;
