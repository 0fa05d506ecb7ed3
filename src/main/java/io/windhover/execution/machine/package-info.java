/**
 * The pure state machine of an execution as a tree of scopes whose leaves are task runs.
 */
@NamedInterface("machine")
@NullMarked
package io.windhover.execution.machine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
