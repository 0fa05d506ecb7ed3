package io.windhover.executor.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.windhover.executor.ExecutorView.Cause;
import io.windhover.executor.ExecutorView.InFlight;
import io.windhover.executor.ExecutorView.Stuck;
import io.windhover.executor.ExecutorView.StuckTaskRun;

/**
 * Finds the task runs that do not get on, and why: costs what is stuck, not what is in
 * flight.
 */
class StuckTaskRuns {

	private final InFlightIndexes tasks;

	private final WorkerMonitor workers;

	private final JobGroups groups;

	private final Duration stuckAfter;

	private final Clock clock;

	StuckTaskRuns(InFlightIndexes tasks, WorkerMonitor workers, JobGroups groups, Duration stuckAfter, Clock clock) {
		this.tasks = tasks;
		this.workers = workers;
		this.groups = groups;
		this.stuckAfter = stuckAfter;
		this.clock = clock;
	}

	Stuck find(int limit) {
		Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
		List<StuckTaskRun> found = new ArrayList<>();
		counts.put(Cause.WORKER_GONE, addHeldBySilent(found, limit));
		counts.put(Cause.NOT_TAKEN, addNotTaken(found, limit));
		List<StuckTaskRun> first = found.stream()
			.sorted(Comparator.comparing(StuckTaskRun::since).thenComparing((each) -> each.taskRun().id()))
			.limit(limit)
			.toList();
		return new Stuck(counts, first);
	}

	private int addHeldBySilent(List<StuckTaskRun> found, int limit) {
		int[] count = new int[1];
		this.tasks.held().forEach((worker, lines) -> {
			WorkerMonitor.Silence silence = this.workers.silence(worker);
			if (silence != null) {
				for (TimeOrderedIndex<InFlight> index : lines) {
					count[0] += index.size();
					index.first(limit)
						.forEach((taskRun) -> found
							.add(new StuckTaskRun(taskRun, silence.since(), Cause.WORKER_GONE, silence.text())));
				}
			}
		});
		return count[0];
	}

	private int addNotTaken(List<StuckTaskRun> found, int limit) {
		Instant limitOfWait = this.clock.instant().minus(this.stuckAfter);
		List<TimeOrderedIndex<InFlight>> queued = this.tasks.queued();
		int count = queued.stream().mapToInt((index) -> index.sizeBefore(limitOfWait)).sum();
		if (count > 0) {
			Map<String, String> why = new HashMap<>();
			queued.stream()
				.flatMap((index) -> index.firstBefore(limitOfWait, limit).stream())
				.forEach((taskRun) -> found.add(new StuckTaskRun(taskRun, taskRun.since(), Cause.NOT_TAKEN,
						why.computeIfAbsent(this.groups.of(taskRun), this::why))));
		}
		return count;
	}

	private String why(String group) {
		String failure = this.groups.failure(group);
		return (failure != null) ? "the topic of worker group '%s' cannot be created: %s".formatted(group, failure)
				: this.workers.whyNobodyTakes(group);
	}

}
