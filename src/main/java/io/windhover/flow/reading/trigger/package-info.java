/**
 * Reads triggers and expectations.
 */
@NullMarked
package io.windhover.flow.reading.trigger;

import org.jspecify.annotations.NullMarked;
