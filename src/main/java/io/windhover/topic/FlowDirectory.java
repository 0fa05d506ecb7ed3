package io.windhover.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * All flows of the cluster, in memory, in the order of their keys.
 */
public class FlowDirectory {

	private static final int REMEMBERED_CHANGES = 100;

	private final Map<FlowKey, Flow> flows = new ConcurrentSkipListMap<>();

	private final Map<FlowRef, Flow> revisions = new ConcurrentHashMap<>();

	/** The last ones, by what asked for them: a later one may have come already. */
	private final Map<String, Flow> changes = new LinkedHashMap<>() {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Flow> eldest) {
			return size() > REMEMBERED_CHANGES;
		}

	};

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

	/**
	 * A revision, current or not; null while its record has not arrived.
	 */
	public @Nullable Flow find(FlowRef ref) {
		return this.revisions.get(ref);
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
	 * Waits until it knows a change of a flow.
	 * @return the flow as the change made it; null when it did not come within the
	 * timeout
	 */
	public @Nullable Flow awaitChange(FlowKey key, String change, Duration timeout) {
		return await(timeout, () -> {
			Flow flow = this.flows.get(key);
			return (flow != null && change.equals(flow.change())) ? flow : this.changes.get(change);
		});
	}

	/**
	 * Waits until it no longer knows a flow.
	 * @return whether it does within the timeout
	 */
	public boolean awaitDeletion(FlowKey key, Duration timeout) {
		return await(timeout, () -> this.flows.containsKey(key) ? null : Boolean.TRUE) != null;
	}

	private synchronized <T> @Nullable T await(Duration timeout, Supplier<@Nullable T> answer) {
		long deadline = System.nanoTime() + timeout.toNanos();
		T found = answer.get();
		while (found == null) {
			long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			if (left <= 0) {
				return null;
			}
			try {
				wait(left);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return null;
			}
			found = answer.get();
		}
		return found;
	}

	private synchronized void accept(ConsumerRecord<String, byte[]> message, @Nullable Flow flow) {
		notifyAll();
		FlowRef ref = FlowRef.parse(message.key());
		if (ref != null) {
			revision(ref, flow);
			return;
		}
		FlowKey flowKey = FlowKey.parse(message.key());
		if (flow != null) {
			this.flows.put(flowKey, flow);
			if (flow.change() != null) {
				this.changes.put(flow.change(), flow);
			}
			this.listeners.forEach((listener) -> listener.flowStored(flow));
		}
		else if (this.flows.remove(flowKey) != null) {
			this.listeners.forEach((listener) -> listener.flowDeleted(flowKey));
		}
	}

	private void revision(FlowRef ref, @Nullable Flow flow) {
		if (flow != null) {
			this.revisions.put(ref, flow);
		}
		else {
			this.revisions.remove(ref);
		}
	}

}
