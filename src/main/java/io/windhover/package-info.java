/**
 * The application.
 */
@NullMarked
package io.windhover;

import org.jspecify.annotations.NullMarked;
