/**
 * Which instance owns an execution, and its answer.
 */
@NamedInterface("owner")
@NullMarked
package io.windhover.cluster.owner;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
