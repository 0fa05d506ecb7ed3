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
	 * Creates since the start that were answered with 429, because too many jobs wait for
	 * workers.
	 */
	long rejectedForJobs();

	/**
	 * Whether a create would be answered with 429 now, in one partition at least, because
	 * of the commands that wait.
	 */
	boolean isRejectingForBacklog();

	/**
	 * Whether a create would be answered with 429 now because of the jobs that wait.
	 */
	boolean isRejectingForJobs();

}
