/**
 * Acts on many executions at once.
 */
@NullMarked
package io.windhover.api.execution.bulk;

import org.jspecify.annotations.NullMarked;
