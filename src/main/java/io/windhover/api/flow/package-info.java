/**
 * Flows: their routes, and the directories that they are loaded from.
 */
@NullMarked
package io.windhover.api.flow;

import org.jspecify.annotations.NullMarked;
