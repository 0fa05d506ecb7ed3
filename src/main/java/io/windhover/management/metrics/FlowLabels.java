package io.windhover.management.metrics;

/**
 * The flow that a series counts for.
 */
public record FlowLabels(String namespaceId, String flowId) {

	/** No flow: what exists from boot, and where what remains of deleted flows counts. */
	public static final FlowLabels NONE = new FlowLabels(Meters.Tag.NONE, Meters.Tag.NONE);

	/** All flows above the limit. */
	static final FlowLabels OTHER = new FlowLabels(Meters.Tag.OTHER, Meters.Tag.OTHER);

	boolean isShared() {
		return equals(NONE) || equals(OTHER);
	}

}
