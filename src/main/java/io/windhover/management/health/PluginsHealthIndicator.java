package io.windhover.management.health;

import java.util.TreeMap;

import io.windhover.plugin.PluginsView;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Whether all plugins beside the application could be loaded. What they have no part in
 * works without them, so this is never worse than DEGRADED.
 */
class PluginsHealthIndicator extends AbstractHealthIndicator {

	private final PluginsView plugins;

	PluginsHealthIndicator(PluginsView plugins) {
		super("The plugins cannot be read");
		this.plugins = plugins;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (this.plugins.failed().isEmpty()) {
			builder.up();
		}
		else {
			builder.status(Statuses.DEGRADED).withDetail("failed", new TreeMap<>(this.plugins.failed()));
		}
		if (!this.plugins.loaded().isEmpty()) {
			builder.withDetail("loaded", new TreeMap<>(this.plugins.loaded()));
		}
	}

}
