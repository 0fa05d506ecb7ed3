/**
 * How the secrets of flows are kept out of what a task says.
 */
@NullMarked
package io.windhover.worker.secret;

import org.jspecify.annotations.NullMarked;
