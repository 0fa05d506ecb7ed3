package io.windhover.cluster;

/**
 * Sends a heartbeat before the next one is due, when what it says has changed.
 */
public interface HeartbeatTrigger {

	/**
	 * Returns at once; changes in quick succession share one heartbeat.
	 */
	void beatSoon();

}
