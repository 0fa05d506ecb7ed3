package io.windhover.http;

/**
 * One page of a list.
 */
public interface Paged {

	/**
	 * Which page it is, counted from 0.
	 */
	int page();

	/**
	 * Whether there is a further one.
	 */
	boolean more();

}
