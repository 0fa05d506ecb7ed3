package io.windhover.topic;

/**
 * How many partitions new topics get on a broker that is not an external cluster.
 */
public record DefaultPartitions(int count) {

	/** Of an external cluster, whose instances divide them among themselves. */
	static final DefaultPartitions OF_A_CLUSTER = new DefaultPartitions(16);

}
