package io.windhover.executor;

/**
 * What this executor does now.
 */
public interface ExecutorView {

	/**
	 * Whether it has its partitions, so that a command would be taken.
	 */
	boolean isReady();

}
