package io.windhover.scheduler.trigger;

import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Gives bytes as they are, and is told by the consumer which cluster they are of.
 */
class ClusterAwareDeserializer implements Deserializer<byte[]>, ClusterResourceListener {

	private volatile @Nullable String clusterId;

	@Override
	@SuppressWarnings("NullAway") // a record without a key or value stays without it
	public byte[] deserialize(String topic, byte @Nullable [] data) {
		return data;
	}

	@Override
	public void onUpdate(ClusterResource cluster) {
		this.clusterId = cluster.clusterId();
	}

	/** Empty until the consumer knows it. */
	String clusterId() {
		String id = this.clusterId;
		return (id != null) ? id : "";
	}

}
