package io.windhover.management.incident.source;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.instance.Incident;
import io.windhover.management.incident.Finding;
import io.windhover.management.incident.IncidentKind;
import io.windhover.management.incident.IncidentSource;
import io.windhover.management.incident.Reporters;
import io.windhover.management.incident.Verdict;
import io.windhover.plugin.PluginsView;

/**
 * The plugins that could not be loaded when this process started.
 */
public class PluginsSource implements IncidentSource {

	private final PluginsView plugins;

	private final Reporters reporters;

	/**
	 * Watches the plugins of this process.
	 */
	public PluginsSource(PluginsView plugins, Reporters reporters) {
		this.plugins = plugins;
		this.reporters = reporters;
	}

	@Override
	public Set<IncidentKind> kinds() {
		return Set.of(IncidentKind.PLUGIN_FAILED);
	}

	@Override
	public List<Finding> find() {
		return this.plugins.failed()
			.entrySet()
			.stream()
			.map((each) -> new Finding(IncidentKind.PLUGIN_FAILED,
					Map.of("plugin", each.getKey(), "instance", this.reporters.self().id()), null, each.getValue(), 1,
					"/health/plugins"))
			.toList();
	}

	@Override
	public Verdict judge(Incident open) {
		return this.reporters.judge(open, Duration.ZERO);
	}

}
