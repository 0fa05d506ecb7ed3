package io.windhover.management.metrics;

/**
 * How far the flows exceed what has series of its own.
 */
public interface FlowLimit {

	/**
	 * Flows that may have series of their own.
	 */
	int maxFlows();

	/**
	 * Flows that share one set of series, because the limit was reached when they came.
	 */
	int overflow();

}
