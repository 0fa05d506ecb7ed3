/**
 * What a scrape gets: its scope, and the meters whose text is prepared.
 */
@NullMarked
package io.windhover.management.metrics.scrape;

import org.jspecify.annotations.NullMarked;
