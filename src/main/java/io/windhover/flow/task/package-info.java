/**
 * The tasks of a flow, and what each of them may set.
 */
@NamedInterface("task")
@NullMarked
package io.windhover.flow.task;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
