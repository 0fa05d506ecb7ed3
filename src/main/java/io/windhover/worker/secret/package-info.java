/**
 * Where the secrets of flows come from, and how they are kept out of what a task says.
 */
@NullMarked
package io.windhover.worker.secret;

import org.jspecify.annotations.NullMarked;
