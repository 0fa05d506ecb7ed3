package io.windhover.scheduler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The keys of the triggers in the order of their next dates, so that looking for what is
 * due costs what is due.
 */
class DueIndex {

	private final KeyValueStore<String, String> store;

	/**
	 * Nothing is due before it. Kept so that a scan does not walk over the removed dates
	 * that the store has not compacted yet.
	 */
	private long earliest;

	DueIndex(KeyValueStore<String, String> store) {
		this.store = store;
	}

	void add(Instant date, String triggerKey) {
		this.store.put(key(date, triggerKey), triggerKey);
		this.earliest = Math.min(this.earliest, date.toEpochMilli());
	}

	void remove(Instant date, String triggerKey) {
		this.store.delete(key(date, triggerKey));
	}

	/**
	 * The keys of the triggers that are due, the most overdue first.
	 */
	List<String> until(Instant now) {
		List<String> due = new ArrayList<>();
		long first = now.toEpochMilli() + 1;
		try (KeyValueIterator<String, String> found = this.store.range(padded(this.earliest),
				padded(now.toEpochMilli() + 1))) {
			while (found.hasNext()) {
				KeyValue<String, String> next = found.next();
				first = due.isEmpty() ? millis(next.key) : first;
				due.add(next.value);
			}
		}
		this.earliest = Math.max(this.earliest, first);
		return due;
	}

	private static String key(Instant date, String triggerKey) {
		return padded(date.toEpochMilli()) + "/" + triggerKey;
	}

	private static long millis(String key) {
		return Long.parseLong(key, 0, key.indexOf('/'), 10);
	}

	private static String padded(long millis) {
		return "%013d".formatted(millis);
	}

}
