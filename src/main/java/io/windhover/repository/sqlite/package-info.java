/**
 * The embedded repository.
 */
@NullMarked
package io.windhover.repository.sqlite;

import org.jspecify.annotations.NullMarked;
