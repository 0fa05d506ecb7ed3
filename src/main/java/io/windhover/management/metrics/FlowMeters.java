package io.windhover.management.metrics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.management.SampleListener;
import io.windhover.topic.flow.FlowListener;

/**
 * Decides which series a flow counts in, and tells the components when a flow comes and
 * goes.
 * <ul>
 * <li>A flow has series of its own from when it is known to when it is deleted, if it is
 * among the first {@code windhover.metrics.max-flows}; else it shares those of
 * {@code __other__}, until this process restarts.
 * <li>What still runs of a deleted flow counts for no flow, {@code __none__}.
 * <li>An event may come before its flow is known here: it counts for the flow by name,
 * and unless the flow becomes known within an hour, its series go.
 * </ul>
 */
public class FlowMeters implements FlowListener, SampleListener, FlowLimit {

	private static final Duration PROVISIONAL = Duration.ofHours(1);

	private static final int DELETED_REMEMBERED = 10_000;

	private final Map<FlowKey, FlowLabels> labels = new ConcurrentHashMap<>();

	private final Map<FlowKey, Flow> flows = new ConcurrentHashMap<>();

	private final Map<FlowKey, Instant> provisional = new ConcurrentHashMap<>();

	private final Set<FlowKey> deleted = Collections.newSetFromMap(new LinkedHashMap<>() {
		@Override
		protected boolean removeEldestEntry(Map.Entry<FlowKey, Boolean> eldest) {
			return size() > DELETED_REMEMBERED;
		}
	});

	private final List<Component> components = new CopyOnWriteArrayList<>();

	private final int maxFlows;

	private final Clock clock;

	private int own;

	private final AtomicInteger overflow = new AtomicInteger();

	/**
	 * Knows no flow yet.
	 * @param maxFlows flows with series of their own; 0 for none
	 */
	public FlowMeters(int maxFlows, Clock clock) {
		this.maxFlows = maxFlows;
		this.clock = clock;
	}

	/**
	 * Adds a component and tells it of all flows so far.
	 */
	public synchronized void add(Component component) {
		this.components.add(component);
		this.flows.values().forEach((flow) -> component.flowStored(flow, labels(flow.key())));
	}

	@Override
	public int maxFlows() {
		return this.maxFlows;
	}

	@Override
	public int overflow() {
		return this.overflow.get();
	}

	/**
	 * The labels that an event of a flow counts under.
	 */
	public FlowLabels labels(FlowKey flow) {
		FlowLabels known = this.labels.get(flow);
		return (known != null) ? known : admit(flow);
	}

	@Override
	public synchronized void flowStored(Flow flow) {
		FlowKey key = flow.key();
		this.deleted.remove(key);
		FlowLabels admitted = labels(key);
		this.provisional.remove(key);
		this.flows.put(key, flow);
		this.components.forEach((component) -> component.flowStored(flow, admitted));
	}

	@Override
	public synchronized void flowDeleted(FlowKey flow) {
		this.flows.remove(flow);
		forget(flow);
	}

	private synchronized FlowLabels admit(FlowKey flow) {
		FlowLabels known = this.labels.get(flow);
		if (known != null) {
			return known;
		}
		if (this.deleted.contains(flow)) {
			return FlowLabels.NONE;
		}
		FlowLabels admitted = FlowLabels.OTHER;
		if (this.own < this.maxFlows) {
			this.own++;
			admitted = new FlowLabels(flow.namespace(), flow.id());
		}
		else {
			this.overflow.incrementAndGet();
		}
		this.labels.put(flow, admitted);
		this.provisional.put(flow, this.clock.instant());
		return admitted;
	}

	@Override
	public synchronized void sampled() {
		Instant limit = this.clock.instant().minus(PROVISIONAL);
		List<FlowKey> over = this.provisional.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().isBefore(limit))
			.map(Map.Entry::getKey)
			.toList();
		over.forEach(this::forget);
	}

	private void forget(FlowKey flow) {
		this.deleted.add(flow);
		this.provisional.remove(flow);
		FlowLabels gone = this.labels.remove(flow);
		if (FlowLabels.OTHER.equals(gone)) {
			this.overflow.decrementAndGet();
		}
		else if (gone != null && !gone.isShared()) {
			this.own--;
			this.components.forEach((component) -> component.flowRemoved(gone));
		}
	}

	/** Something that has series for each flow. */
	public interface Component {

		/**
		 * A flow is new or changed: its series must exist.
		 */
		void flowStored(Flow flow, FlowLabels labels);

		/**
		 * The series of these labels must go.
		 */
		void flowRemoved(FlowLabels labels);

	}

}
