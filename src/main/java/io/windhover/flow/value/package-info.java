/**
 * Work on values from outside whose cost is bounded by what they hold.
 */
@NamedInterface("value")
@NullMarked
package io.windhover.flow.value;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
