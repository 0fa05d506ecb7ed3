package io.windhover.instance;

/**
 * Stops what only the owner of the instance id may do.
 */
@FunctionalInterface
public interface FenceListener {

	/**
	 * A newer process has the id of this one, which may not get it back. May be called
	 * more than once.
	 */
	void fenced();

}
