/**
 * Finds the plugins in jars beside the application.
 */
@NullMarked
package io.windhover.plugin.loading;

import org.jspecify.annotations.NullMarked;
