package io.windhover.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * All flows of the cluster, in memory, in the order of their keys.
 */
public class FlowDirectory {

	private final Map<FlowKey, Flow> flows = new ConcurrentSkipListMap<>();

	private final List<FlowListener> listeners;

	private final TopicTail tail;

	FlowDirectory(Topics topics, KafkaClients clients, List<FlowListener> listeners) {
		this.listeners = new CopyOnWriteArrayList<>(listeners);
		this.tail = new TopicTail("windhover-flow-directory", clients, null, true,
				List.of(new TopicTail.Subscription<>(topics.flows(), this::accept)));
	}

	/**
	 * What keeps it up to date, to be started and stopped.
	 */
	TopicTail tail() {
		return this.tail;
	}

	public @Nullable Flow find(FlowKey key) {
		return this.flows.get(key);
	}

	public Collection<Flow> all() {
		return List.copyOf(this.flows.values());
	}

	/**
	 * Whether it knows all flows that were there when this process started.
	 */
	public boolean isReady() {
		return this.tail.isCaughtUp();
	}

	/**
	 * Waits until it knows all flows that were there when this process started.
	 * @return whether it does within the timeout
	 */
	public boolean awaitReady(Duration timeout) {
		return this.tail.awaitCaughtUp(timeout);
	}

	/**
	 * Waits until it knows what a record of the flows topic says.
	 * @return whether it does within the timeout
	 */
	public boolean await(RecordMetadata written, Duration timeout) {
		return this.tail.awaitOffset(new TopicPartition(written.topic(), written.partition()), written.offset(),
				timeout);
	}

	private void accept(ConsumerRecord<String, byte[]> message, @Nullable Flow flow) {
		FlowKey flowKey = FlowKey.parse(message.key());
		if (flow != null) {
			this.flows.put(flowKey, flow);
			this.listeners.forEach((listener) -> listener.flowStored(flow));
		}
		else if (this.flows.remove(flowKey) != null) {
			this.listeners.forEach((listener) -> listener.flowDeleted(flowKey));
		}
	}

}
