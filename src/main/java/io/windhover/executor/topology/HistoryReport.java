package io.windhover.executor.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.windhover.execution.Execution;
import io.windhover.execution.FailureCause;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.executor.state.InFlightIndex;
import io.windhover.flow.FlowKey;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.value.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Reports what becomes of the executions of one task to the histories of their flows,
 * each on the partition of its flow. Of a flow whose executions succeed one after the
 * other within a second only one a second is told of; what did not succeed is told at
 * once, and so is the success after it. A process that ends, or loses the partition,
 * loses at most the successes of that second.
 */
class HistoryReport {

	/** For which a success that follows another waits. */
	static final Duration PAUSE = Duration.ofSeconds(1);

	/** From one look at what runs to the next. */
	private static final Duration RUNNING_INTERVAL = Duration.ofSeconds(10);

	/** For which a count that does not change is not told again. */
	private static final Duration REPEAT = Duration.ofMinutes(1);

	private final Map<FlowKey, Told> told = new HashMap<>();

	private final Map<FlowKey, Counted> counted = new HashMap<>();

	private Instant lookedAt = Instant.MIN;

	private final Consumer<FlowCommand> scheduler;

	HistoryReport(Consumer<FlowCommand> scheduler) {
		this.scheduler = scheduler;
	}

	void started(Execution execution, Expectations expectations) {
		if (expectations.startedBy() != null && execution.startedAt() != null) {
			this.scheduler.accept(new FlowCommand.Started(execution.namespace(), execution.flowId(), execution.id(),
					execution.startedAt()));
		}
	}

	void overran(Execution execution, Instant since) {
		this.scheduler
			.accept(new FlowCommand.Overran(execution.namespace(), execution.flowId(), execution.id(), since));
	}

	/**
	 * An execution has ended.
	 * @param measured the sum of the metric that is expected of it; null where none is
	 */
	void ended(Execution execution, Instant at, Expectations expectations, @Nullable Double measured) {
		FlowCommand.Ended end = new FlowCommand.Ended(execution.namespace(), execution.flowId(), execution.id(),
				execution.state(), execution.createdAt(), execution.startedAt(), at, excerpt(execution.error()),
				(execution.state() == State.FAILED) ? FailureCause.of(execution) : null, measured, 1);
		FlowKey flow = execution.flow();
		Told before = this.told.get(flow);
		if (before != null && end.isSuccess() && before.success() && at.isBefore(before.at().plus(PAUSE))
				&& isAsExpected(end, expectations)) {
			long waiting = (before.waiting() != null) ? before.waiting().count() : 0;
			this.told.put(flow, before.and(end.after(waiting)));
			return;
		}
		if (before != null && before.waiting() != null) {
			this.scheduler.accept(before.waiting());
		}
		this.scheduler.accept(end);
		this.told.put(flow, new Told(end.isSuccess(), at, null));
	}

	/** Tells what has waited for long enough. */
	void tell(Instant now) {
		Iterator<Map.Entry<FlowKey, Told>> flows = this.told.entrySet().iterator();
		while (flows.hasNext()) {
			Map.Entry<FlowKey, Told> flow = flows.next();
			Told last = flow.getValue();
			if (!now.isBefore(last.at().plus(PAUSE))) {
				if (last.waiting() != null) {
					this.scheduler.accept(last.waiting());
					flow.setValue(new Told(true, now, null));
				}
				else {
					flows.remove();
				}
			}
		}
	}

	/**
	 * Tells from time to time how many executions of each flow a partition has.
	 */
	void tellRunning(int partition, InFlightIndex inFlight, Instant now) {
		if (now.isBefore(this.lookedAt.plus(RUNNING_INTERVAL))) {
			return;
		}
		this.lookedAt = now;
		Map<FlowKey, Integer> counts = Map.copyOf(inFlight.executionsByFlow());
		Map<FlowKey, FlowHistory.Oldest> oldest = inFlight.oldestByFlow();
		counts.forEach((flow, count) -> {
			Counted before = this.counted.get(flow);
			FlowHistory.Oldest first = oldest.get(flow);
			if (before == null || before.count() != count || !Objects.equals(before.oldest(), first)
					|| !now.isBefore(before.at().plus(REPEAT))) {
				this.counted.put(flow, new Counted(count, first, now));
				this.scheduler
					.accept(new FlowCommand.Running(flow.namespace(), flow.id(), partition, count, first, now));
			}
		});
		this.counted.keySet().removeIf((flow) -> {
			boolean over = !counts.containsKey(flow);
			if (over) {
				this.scheduler.accept(new FlowCommand.Running(flow.namespace(), flow.id(), partition, 0, null, now));
			}
			return over;
		});
	}

	/**
	 * What exceeds or falls short of an expectation changes what is known of the flow.
	 */
	private static boolean isAsExpected(FlowCommand.Ended end, Expectations expectations) {
		Expectations.MinMetric least = expectations.minMetric();
		Duration longest = expectations.maxDuration();
		return (least == null || end.measured() == null || end.measured() >= least.value())
				&& (longest == null || end.startedAt() == null || !end.startedAt().plus(longest).isBefore(end.at()));
	}

	private static @Nullable String excerpt(@Nullable String error) {
		return (error != null) ? Excerpt.of(error) : null;
	}

	/**
	 * What was told of the running executions of a flow last.
	 */
	private record Counted(int count, FlowHistory.@Nullable Oldest oldest, Instant at) {
	}

	/**
	 * What was told of a flow last.
	 *
	 * @param success whether it was a success
	 * @param at when
	 * @param waiting the successes since; null for none
	 */
	private record Told(boolean success, Instant at, FlowCommand.@Nullable Ended waiting) {

		Told and(FlowCommand.Ended end) {
			return new Told(this.success, this.at, end);
		}

	}

}
