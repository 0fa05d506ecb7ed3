/**
 * The files of {@code src/monitoring}: what their expressions ask is held against what
 * Windhover tells.
 */
package io.windhover.monitoring;
