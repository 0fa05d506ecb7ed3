package io.windhover.api;

/**
 * What the API of this process did, for {@code management}.
 */
public interface ApiView {

	/**
	 * Creates since the start that were answered with 429, because too many commands wait
	 * for the executor.
	 */
	long rejectedForBacklog();

	/**
	 * Whether a create would be answered so now, in one partition at least.
	 */
	boolean isRejecting();

}
