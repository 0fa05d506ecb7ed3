package io.windhover.executor;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of an instant, written by one thread and read by any.
 */
final class Line<E> {

	private final ConcurrentNavigableMap<Place, E> entries = new ConcurrentSkipListMap<>();

	void add(Instant since, String id, E entry) {
		this.entries.put(new Place(since, id), entry);
	}

	void remove(Instant since, String id) {
		this.entries.remove(new Place(since, id));
	}

	int size() {
		return this.entries.size();
	}

	@Nullable E first() {
		Map.Entry<Place, E> first = this.entries.firstEntry();
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

	private ConcurrentNavigableMap<Place, E> before(Instant instant) {
		return this.entries.headMap(new Place(instant, ""));
	}

	private record Place(Instant since, String id) implements Comparable<Place> {

		@Override
		public int compareTo(Place other) {
			int order = this.since.compareTo(other.since);
			return (order != 0) ? order : this.id.compareTo(other.id);
		}

	}

}
