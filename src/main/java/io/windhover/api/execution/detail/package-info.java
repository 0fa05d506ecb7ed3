/**
 * What is read of executions beside their documents: events, files, and histograms.
 */
@NullMarked
package io.windhover.api.execution.detail;

import org.jspecify.annotations.NullMarked;
