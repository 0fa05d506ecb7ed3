/**
 * The meters of the roles.
 */
@NullMarked
package io.windhover.management.metrics;

import org.jspecify.annotations.NullMarked;
