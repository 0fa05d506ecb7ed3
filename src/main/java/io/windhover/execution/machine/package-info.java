/**
 * The pure state machine of an execution: (state, event) to (state, effects).
 */
@NamedInterface("machine")
@NullMarked
package io.windhover.execution.machine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
