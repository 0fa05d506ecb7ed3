package io.windhover.management;

/**
 * Is told, on the sampler's thread, that it looked once more: must not block.
 */
public interface SampleListener {

	/**
	 * A sample was taken, or tried.
	 */
	void sampled();

}
