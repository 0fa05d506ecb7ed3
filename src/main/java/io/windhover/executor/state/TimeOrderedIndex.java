package io.windhover.executor.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.windhover.executor.ExecutorView.Entry;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of an instant, written by one thread and read by any. Each is its
 * own place, because millions may wait.
 */
final class TimeOrderedIndex<E extends Entry> {

	private final ConcurrentNavigableMap<Entry, E> entries = new ConcurrentSkipListMap<>(
			Comparator.comparing(Entry::since).thenComparing(Entry::id));

	void add(E entry) {
		this.entries.put(entry, entry);
	}

	void remove(Instant since, String id) {
		this.entries.remove(new Place(since, id));
	}

	int size() {
		return this.entries.size();
	}

	@Nullable E first() {
		Map.Entry<Entry, E> first = this.entries.firstEntry();
		return (first != null) ? first.getValue() : null;
	}

	List<E> first(int limit) {
		return this.entries.values().stream().limit(limit).toList();
	}

	/**
	 * How many stand there since before an instant: costs as many.
	 */
	int sizeBefore(Instant instant) {
		return before(instant).size();
	}

	List<E> firstBefore(Instant instant, int limit) {
		return before(instant).values().stream().limit(limit).toList();
	}

	private ConcurrentNavigableMap<Entry, E> before(Instant instant) {
		return this.entries.headMap(new Place(instant, ""));
	}

	private record Place(Instant since, String id) implements Entry {
	}

}
