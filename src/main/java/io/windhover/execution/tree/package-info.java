/**
 * What the state machine works on: the tree of an execution, events, effects, and the
 * transition between them.
 */
@NamedInterface("tree")
@NullMarked
package io.windhover.execution.tree;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
