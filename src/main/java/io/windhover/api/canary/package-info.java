/**
 * The canary: an execution that goes all the way through the engine every minute, so that
 * somebody notices when none would.
 */
@NullMarked
package io.windhover.api.canary;

import org.jspecify.annotations.NullMarked;
