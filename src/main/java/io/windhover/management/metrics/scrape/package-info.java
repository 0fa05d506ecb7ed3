/**
 * What a scrape gets: its scope, and the text of the meters of flows.
 */
@NullMarked
package io.windhover.management.metrics.scrape;

import org.jspecify.annotations.NullMarked;
