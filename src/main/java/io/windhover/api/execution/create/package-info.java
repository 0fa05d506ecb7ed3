/**
 * Creates executions: requests, uploads, and the keys that make a repeated request the
 * same one.
 */
@NullMarked
package io.windhover.api.execution.create;

import org.jspecify.annotations.NullMarked;
