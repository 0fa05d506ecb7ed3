/**
 * What a start says of itself.
 */
@NullMarked
package io.windhover.management.summary;

import org.jspecify.annotations.NullMarked;
