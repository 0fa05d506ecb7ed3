package io.windhover.topic.flow;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.topic.AwaitedChanges;
import io.windhover.topic.DeadLetters;
import io.windhover.topic.KafkaClients;
import io.windhover.topic.TopicFollower;
import io.windhover.topic.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * All flows of the cluster, in memory, in the order of their keys.
 */
public class FlowDirectory {

	private final Map<FlowKey, Flow> flows = new ConcurrentSkipListMap<>();

	private final Map<FlowKey, FlowHistory> histories = new ConcurrentHashMap<>();

	/** Those of a flow next to one another, in their order. */
	private final NavigableMap<FlowRef, Flow> revisions = new ConcurrentSkipListMap<>(
			Comparator.comparing(FlowRef::key).thenComparingInt(FlowRef::revision));

	private final AwaitedChanges<Change> awaited = new AwaitedChanges<>();

	private final List<FlowListener> listeners;

	private final TopicFollower follower;

	/**
	 * Makes a directory that is empty until its tail is started.
	 */
	public FlowDirectory(Topics topics, KafkaClients clients, DeadLetters deadLetters, List<FlowListener> listeners) {
		this.listeners = new CopyOnWriteArrayList<>(listeners);
		this.follower = new TopicFollower("windhover-flow-directory", clients, deadLetters, true,
				List.of(new TopicFollower.Subscription<>(topics.flows(), this::accept),
						new TopicFollower.Subscription<>(topics.flowHistories(), this::recorded)));
	}

	/**
	 * What keeps it up to date, to be started and stopped.
	 */
	public TopicFollower tail() {
		return this.follower;
	}

	/**
	 * The current revision; null where there is no such flow, or its record has not
	 * arrived.
	 */
	public @Nullable Flow find(FlowKey key) {
		return this.flows.get(key);
	}

	/**
	 * A revision, current or not; null while its record has not arrived.
	 */
	public @Nullable Flow find(FlowRef ref) {
		return this.revisions.get(ref);
	}

	/**
	 * The revisions of a flow, the newest first; those of a deleted one, too.
	 */
	public List<Flow> revisions(FlowKey key) {
		FlowRef first = new FlowRef(key.namespace(), key.id(), 0);
		FlowRef last = new FlowRef(key.namespace(), key.id(), Integer.MAX_VALUE);
		return List.copyOf(this.revisions.subMap(first, true, last, true).descendingMap().values());
	}

	/**
	 * Waits for a revision that is known to exist.
	 * @return null when it did not arrive within the timeout
	 */
	public @Nullable Flow await(FlowRef ref, Duration timeout) {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.revisions) {
			long left = timeout.toMillis();
			while (!this.revisions.containsKey(ref) && left > 0) {
				try {
					this.revisions.wait(left);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					return null;
				}
				left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
			}
		}
		return this.revisions.get(ref);
	}

	/**
	 * The current revision of each flow, as a copy.
	 */
	public Collection<Flow> all() {
		return List.copyOf(this.flows.values());
	}

	/**
	 * What became of the executions of a flow, as its scheduler told it last; null while
	 * it has told nothing.
	 */
	public @Nullable FlowHistory history(FlowKey key) {
		return this.histories.get(key);
	}

	/**
	 * Whether it knows all flows that were there when this process started.
	 */
	public boolean isReady() {
		return this.follower.isCaughtUp();
	}

	/**
	 * Waits until it knows all flows that were there when this process started.
	 * @return whether it does within the timeout
	 */
	public boolean awaitReady(Duration timeout) {
		return this.follower.awaitCaughtUp(timeout);
	}

	/**
	 * Asks for a change of a flow and waits until it is known here.
	 * @param wanted recognises the change
	 * @param request asks for it; what it throws is thrown
	 * @return null when the change did not come within the timeout
	 */
	public @Nullable Change await(Predicate<Change> wanted, Runnable request, Duration timeout) {
		return this.awaited.await(wanted, request, timeout);
	}

	private void accept(ConsumerRecord<String, byte[]> message, @Nullable Flow flow) {
		FlowRef ref = FlowRef.parse(message.key());
		if (ref == null) {
			current(FlowKey.parse(message.key()), flow);
		}
		else if (flow != null) {
			known(ref, flow);
		}
		else {
			this.revisions.remove(ref);
		}
	}

	private void recorded(ConsumerRecord<String, byte[]> message, @Nullable FlowHistory history) {
		FlowKey flow = FlowKey.parse(message.key());
		if (history != null) {
			this.histories.put(flow, history);
		}
		else {
			this.histories.remove(flow);
		}
	}

	private void current(FlowKey key, @Nullable Flow flow) {
		Flow before = (flow != null) ? this.flows.put(key, flow) : this.flows.remove(key);
		if (flow != null) {
			// its record as a revision may be on its way in another partition
			known(flow.ref(), flow);
			this.listeners.forEach((listener) -> listener.flowStored(flow));
		}
		else if (before != null) {
			this.listeners.forEach((listener) -> listener.flowDeleted(key));
		}
		this.awaited.happened(new Change(key, before, flow));
	}

	private void known(FlowRef ref, Flow flow) {
		synchronized (this.revisions) {
			this.revisions.put(ref, flow);
			this.revisions.notifyAll();
		}
	}

	/**
	 * A change of a flow.
	 *
	 * @param before null when there was no such flow
	 * @param after null when it was deleted
	 */
	public record Change(FlowKey key, @Nullable Flow before, @Nullable Flow after) {
	}

}
