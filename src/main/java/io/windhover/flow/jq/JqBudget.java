package io.windhover.flow.jq;

/**
 * What a program may cost; each method throws when that is exceeded, and no program can
 * catch what it throws.
 */
public interface JqBudget {

	/**
	 * Counts a step of the program.
	 */
	void step();

	/**
	 * Counts what is kept of a new value.
	 * @param weight elements, and 64 characters for one
	 */
	void grow(long weight);

	/**
	 * Refuses a text that would get too long.
	 * @param characters of the whole text
	 */
	void length(long characters);

}
