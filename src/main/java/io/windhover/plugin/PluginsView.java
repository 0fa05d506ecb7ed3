package io.windhover.plugin;

import java.util.List;
import java.util.Map;

/**
 * The plugins that this process found when it started.
 */
public interface PluginsView {

	/**
	 * What each jar that was loaded provides, by its name.
	 */
	Map<String, List<String>> loaded();

	/**
	 * Why each other jar is not used, by its name.
	 */
	Map<String, String> failed();

}
