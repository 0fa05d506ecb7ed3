/**
 * The meters of this process and of what it sees of the cluster, whatever its roles.
 */
@NullMarked
package io.windhover.management.metrics.process;

import org.jspecify.annotations.NullMarked;
