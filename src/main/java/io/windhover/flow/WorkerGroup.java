package io.windhover.flow;

import org.jspecify.annotations.Nullable;

/**
 * The name of a worker group: the workers that take the jobs of the tasks that name it.
 */
public final class WorkerGroup {

	/** Of the tasks that name no group, and of the workers that are configured none. */
	public static final String DEFAULT = "default";

	/** What a name looks like. */
	public static final String NAME = "[a-z0-9][a-z0-9_-]{0,49}";

	/** What a name may hold, as a problem says it. */
	public static final String NAME_MESSAGE = "is the name of a worker group, with lower case letters, digits, '_' and '-', "
			+ "up to 50 of them, no template";

	private WorkerGroup() {
	}

	/**
	 * The name of a group that may be left out.
	 */
	public static String orDefault(@Nullable String name) {
		return (name != null) ? name : DEFAULT;
	}

	/**
	 * What the names of the topic and the share group of a group end with: nothing for
	 * the default group.
	 */
	public static String suffix(String name) {
		return name.equals(DEFAULT) ? "" : "-" + name;
	}

}
