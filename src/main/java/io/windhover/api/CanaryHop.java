package io.windhover.api;

import java.util.Locale;

/**
 * A part of the way that a canary goes.
 */
public enum CanaryHop {

	/** From the request to fire to the creation of the execution. */
	TRIGGER,
	/** From the creation of the execution to the dispatch of its job. */
	EXECUTOR,
	/** From the dispatch of the job to the end of its attempt. */
	WORKER,
	/** From the request to fire until the API shows that the execution has ended. */
	API,
	/** From then until the repository has the execution and its log line. */
	INDEXER;

	/**
	 * Its name in meters.
	 */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

}
