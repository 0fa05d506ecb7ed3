package io.windhover.executor.state;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.executor.ExecutorView.RunningExecution;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * The executions in one state: some thousands of them one by one, the oldest where there
 * are more, and of all others how many were created in each minute, so that a million
 * that wait take no more memory. One thread writes; any may read.
 */
final class ExecutionAgeIndex {

	private final State state;

	private final int most;

	private final ConcurrentNavigableMap<Place, FlowKey> known = new ConcurrentSkipListMap<>(
			Comparator.comparing(Place::createdAt).thenComparing(Place::id));

	private final ConcurrentNavigableMap<Instant, Integer> counted = new ConcurrentSkipListMap<>();

	private volatile int size;

	/**
	 * With the most executions that it knows one by one.
	 */
	ExecutionAgeIndex(State state, int most) {
		this.state = state;
		this.most = most;
	}

	void add(Execution execution, FlowKey flow) {
		Place place = new Place(execution.createdAt(), execution.id());
		setSize(this.size + 1);
		this.known.put(place, flow);
		if (this.known.size() > this.most) {
			Instant youngest = this.known.pollLastEntry().getKey().createdAt();
			this.counted.merge(minute(youngest), 1, Integer::sum);
		}
	}

	void remove(Execution execution) {
		Place place = new Place(execution.createdAt(), execution.id());
		if (this.known.remove(place) == null) {
			this.counted.computeIfPresent(minute(place.createdAt()), (minute, count) -> (count > 1) ? count - 1 : null);
		}
		setSize(this.size - 1);
	}

	int size() {
		return this.size;
	}

	/**
	 * The oldest of all, to the minute, and without its id where it is only counted; null
	 * when there is none.
	 */
	@Nullable RunningExecution first() {
		Map.Entry<Place, FlowKey> first = this.known.firstEntry();
		Map.Entry<Instant, Integer> minute = this.counted.firstEntry();
		if (minute != null && (first == null || minute.getKey().isBefore(minute(first.getKey().createdAt())))) {
			return new RunningExecution(null, null, this.state, minute.getKey());
		}
		return (first != null)
				? new RunningExecution(first.getKey().id(), first.getValue(), this.state, first.getKey().createdAt())
				: null;
	}

	/** Visits the oldest that are known one by one, the oldest first. */
	void visitOldest(int limit, BiConsumer<FlowKey, FlowHistory.Oldest> visitor) {
		this.known.entrySet()
			.stream()
			.limit(limit)
			.forEach((each) -> visitor.accept(each.getValue(),
					new FlowHistory.Oldest(each.getKey().id(), each.getKey().createdAt())));
	}

	private void setSize(int size) {
		this.size = size;
	}

	private static Instant minute(Instant instant) {
		return instant.truncatedTo(ChronoUnit.MINUTES);
	}

	private record Place(Instant createdAt, String id) {
	}

}
