/**
 * The chain of filters that guards both ports; it uses the other packages, and none of
 * them uses it.
 */
@NullMarked
package io.windhover.security.web;

import org.jspecify.annotations.NullMarked;
