/**
 * The embedded repository.
 */
@NullMarked
package io.windhover.indexer.sqlite;

import org.jspecify.annotations.NullMarked;
