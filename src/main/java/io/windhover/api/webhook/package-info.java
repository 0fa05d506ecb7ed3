/**
 * The addresses whose callers start executions without a user of the API.
 */
@NullMarked
package io.windhover.api.webhook;

import org.jspecify.annotations.NullMarked;
