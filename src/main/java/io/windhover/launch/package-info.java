/**
 * How the application starts out of its jar.
 */
@NullMarked
package io.windhover.launch;

import org.jspecify.annotations.NullMarked;
