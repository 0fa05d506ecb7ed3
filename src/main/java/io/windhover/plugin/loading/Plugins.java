package io.windhover.plugin.loading;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.windhover.plugin.PluginsView;

/**
 * What the jars of a directory provide.
 */
class Plugins implements PluginsView {

	private final Map<String, List<String>> loaded = new TreeMap<>();

	private final Map<String, String> failed = new TreeMap<>();

	private final List<LoadedPlugin> all = new ArrayList<>();

	void loaded(String jar, List<LoadedPlugin> provided) {
		this.loaded.put(jar, provided.stream().map(LoadedPlugin::title).toList());
		this.all.addAll(provided);
	}

	void failed(String jar, String reason) {
		this.failed.put(jar, reason);
	}

	/** Whether another jar provides the same type. */
	boolean provides(String title) {
		return this.all.stream().anyMatch((each) -> each.title().equals(title));
	}

	List<LoadedPlugin> all() {
		return List.copyOf(this.all);
	}

	@Override
	public Map<String, List<String>> loaded() {
		return Map.copyOf(this.loaded);
	}

	@Override
	public Map<String, String> failed() {
		return Map.copyOf(this.failed);
	}

}
