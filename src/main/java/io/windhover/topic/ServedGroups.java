package io.windhover.topic;

import java.util.List;

/**
 * The worker groups whose jobs this process takes.
 *
 * @param names at least one where a worker runs
 */
public record ServedGroups(List<String> names) {

	/** No worker runs here. */
	public static final ServedGroups NONE = new ServedGroups(List.of());

	public ServedGroups {
		names = List.copyOf(names);
	}

}
