package io.windhover.executor.state;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.executor.ExecutorView.InFlight;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * What is in flight in one task of Kafka Streams: the executions by state, and a small
 * entry for each task run, in a line for each state, so that a change costs the same
 * however many there are. One thread writes; any may read.
 */
public final class InFlightIndex {

	/** In each state, of those that it is told one by one. */
	private static final int MOST_EXECUTIONS = 10_000;

	/** In each state, of those whose flows are looked at. */
	private static final int MOST_OLDEST = 1000;

	private final Map<State, ExecutionAgeIndex> executions = new ConcurrentHashMap<>();

	private final Map<Group, TimeOrderedIndex<InFlight>> taskRuns = new ConcurrentHashMap<>();

	private final Map<FlowKey, Integer> executionsByFlow = new ConcurrentHashMap<>();

	private final SharedValues shared = new SharedValues();

	private volatile @Nullable Sizes sizes;

	/**
	 * Notes a change, or what the stores held.
	 * @param before as it was in the store; null when it was not there
	 */
	public void changed(@Nullable Execution before, Execution after) {
		if (before != null) {
			line(before).remove(before);
			this.executionsByFlow.computeIfPresent(before.flow(), (flow, count) -> (count > 1) ? count - 1 : null);
		}
		if (!after.state().isTerminal()) {
			FlowKey flow = this.shared.of(after.flow());
			line(after).add(after, flow);
			this.executionsByFlow.merge(flow, 1, Integer::sum);
		}
	}

	/**
	 * Notes a change, or what the stores held.
	 * @param before as it was in the store; null when it was not there
	 */
	public void changed(@Nullable TaskRun before, TaskRun after) {
		if (before != null) {
			remove(before);
		}
		if (!after.state().isTerminal()) {
			InstanceRef worker = after.holder();
			String task = this.shared.of(after.taskId());
			InFlight entry = new InFlight(after.id(), after.executionId(), this.shared.of(after.flow()), task,
					this.shared.of(after.taskType()), after.path().equals(task) ? task : after.path(), after.attempt(),
					after.state(), since(after), after.queuedAt(), worker);
			this.taskRuns.computeIfAbsent(new Group(after.state(), worker), (group) -> new TimeOrderedIndex<>())
				.add(entry);
		}
	}

	/**
	 * Notes about how many entries the store has.
	 */
	public void sized(Instant now, long entries) {
		this.sizes = new Sizes(now, entries);
	}

	/**
	 * Some of the task runs that have waited for a worker since before an instant.
	 */
	public List<InFlight> queuedBefore(Instant instant, int most) {
		TimeOrderedIndex<InFlight> queued = this.taskRuns.get(new Group(State.QUEUED, null));
		return (queued != null) ? queued.firstBefore(instant, most)
			.stream()
			.filter((taskRun) -> taskRun.queuedAt().isBefore(instant))
			.toList() : List.of();
	}

	Map<State, ExecutionAgeIndex> executions() {
		return this.executions;
	}

	Map<Group, TimeOrderedIndex<InFlight>> taskRuns() {
		return this.taskRuns;
	}

	/**
	 * How many executions of each flow have not ended; changes while it is read.
	 */
	public Map<FlowKey, Integer> executionsByFlow() {
		return this.executionsByFlow;
	}

	/** The oldest of each flow, among the oldest in each state. */
	public Map<FlowKey, FlowHistory.Oldest> oldestByFlow() {
		Map<FlowKey, FlowHistory.Oldest> oldest = new HashMap<>();
		this.executions.values()
			.forEach((index) -> index.visitOldest(MOST_OLDEST, (flow, execution) -> oldest.merge(flow, execution,
					(one, other) -> one.createdAt().isAfter(other.createdAt()) ? other : one)));
		return oldest;
	}

	@Nullable Sizes sizes() {
		return this.sizes;
	}

	private ExecutionAgeIndex line(Execution execution) {
		return this.executions.computeIfAbsent(execution.state(),
				(state) -> new ExecutionAgeIndex(state, MOST_EXECUTIONS));
	}

	private void remove(TaskRun before) {
		Group group = new Group(before.state(), before.holder());
		TimeOrderedIndex<InFlight> index = this.taskRuns.get(group);
		if (index != null) {
			index.remove(since(before), before.id());
			if (index.size() == 0) {
				// workers come and go
				this.taskRuns.remove(group);
			}
		}
	}

	/** A job that is dispatched again was in the queue all the time. */
	private static Instant since(TaskRun taskRun) {
		return taskRun.history().get(taskRun.history().size() - 1).at();
	}

	/**
	 * Task runs in a state, and of those that run the ones that one worker holds.
	 */
	record Group(State state, @Nullable InstanceRef worker) {
	}

	/**
	 * About how many entries the store had.
	 */
	record Sizes(Instant at, long entries) {
	}

}
