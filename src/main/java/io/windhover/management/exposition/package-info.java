/**
 * The Prometheus exposition of meters whose lines are prepared. Nothing of the
 * application enters but the registry's own meters; which of them are those of flows is
 * told by {@code management.metrics.scrape}, which serves what is written here.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.windhover.management.exposition;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
