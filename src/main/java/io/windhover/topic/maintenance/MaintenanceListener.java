package io.windhover.topic.maintenance;

/**
 * Is told when the cluster enters and leaves maintenance, on the thread that reads it:
 * must not block.
 */
@FunctionalInterface
public interface MaintenanceListener {

	/**
	 * What is so from now on; may be what was so before.
	 */
	void maintenance(boolean on);

}
