/**
 * Health contributors and groups.
 */
@NullMarked
package io.windhover.management.health;

import org.jspecify.annotations.NullMarked;
