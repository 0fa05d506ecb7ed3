/**
 * The meters of the roles: binders that implement their listeners and read their views.
 */
@NullMarked
package io.windhover.management.metrics.role;

import org.jspecify.annotations.NullMarked;
