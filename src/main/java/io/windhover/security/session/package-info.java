/**
 * The sessions of the console.
 */
@NullMarked
package io.windhover.security.session;

import org.jspecify.annotations.NullMarked;
