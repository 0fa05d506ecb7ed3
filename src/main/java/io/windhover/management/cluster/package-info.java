/**
 * What the other instances of the cluster say of themselves.
 */
@NullMarked
package io.windhover.management.cluster;

import org.jspecify.annotations.NullMarked;
