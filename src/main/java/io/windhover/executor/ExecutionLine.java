package io.windhover.executor;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.executor.ExecutorView.RunningExecution;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * The executions in one state: the oldest of them one by one, of all younger ones how
 * many were created in each minute, so that a million that wait take no more memory than
 * some thousands. One thread writes; any may read.
 */
final class ExecutionLine {

	private final State state;

	private final int most;

	/** Older than whatever is only counted. */
	private final ConcurrentNavigableMap<Place, FlowKey> oldest = new ConcurrentSkipListMap<>(
			Comparator.comparing(Place::createdAt).thenComparing(Place::id));

	private final ConcurrentNavigableMap<Instant, Integer> counted = new ConcurrentSkipListMap<>();

	private volatile int size;

	/**
	 * With the most executions that it knows one by one.
	 */
	ExecutionLine(State state, int most) {
		this.state = state;
		this.most = most;
	}

	void add(Execution execution, FlowKey flow) {
		Place place = new Place(execution.createdAt(), execution.id());
		setSize(this.size + 1);
		if (!this.counted.isEmpty() && !isOlderThanTheYoungest(place)) {
			count(place.createdAt());
			return;
		}
		this.oldest.put(place, flow);
		if (this.oldest.size() > this.most) {
			count(this.oldest.pollLastEntry().getKey().createdAt());
		}
	}

	void remove(Execution execution) {
		Place place = new Place(execution.createdAt(), execution.id());
		if (this.oldest.remove(place) == null) {
			this.counted.computeIfPresent(minute(place.createdAt()), (minute, count) -> (count > 1) ? count - 1 : null);
		}
		setSize(this.size - 1);
	}

	int size() {
		return this.size;
	}

	/**
	 * The oldest of all, without its id where it is only counted; null when there is
	 * none.
	 */
	@Nullable RunningExecution first() {
		Map.Entry<Place, FlowKey> known = this.oldest.firstEntry();
		if (known != null) {
			return new RunningExecution(known.getKey().id(), known.getValue(), this.state, known.getKey().createdAt());
		}
		Map.Entry<Instant, Integer> minute = this.counted.firstEntry();
		return (minute != null) ? new RunningExecution(null, null, this.state, minute.getKey()) : null;
	}

	private boolean isOlderThanTheYoungest(Place place) {
		Map.Entry<Place, FlowKey> youngest = this.oldest.lastEntry();
		return youngest != null && this.oldest.comparator().compare(place, youngest.getKey()) < 0;
	}

	private void count(Instant createdAt) {
		this.counted.merge(minute(createdAt), 1, Integer::sum);
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
