/**
 * The trace that an execution belongs to, as headers of records carry it.
 */
@NamedInterface("trace")
@NullMarked
package io.windhover.execution.trace;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
