/**
 * The messages about instances and the cluster, and those that leave it.
 */
@NamedInterface("instance")
@NullMarked
package io.windhover.execution.instance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
