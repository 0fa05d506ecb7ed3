package io.windhover.instance;

import java.util.Locale;

/**
 * A part of the engine that a process can run.
 */
public enum Role {

	EXECUTOR, WORKER, SCHEDULER, INDEXER, API;

	/**
	 * The name in configuration, JSON and meters.
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
