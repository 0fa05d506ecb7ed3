package io.windhover.executor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The timers in the order of their dates.
 */
class TimerStore {

	private final KeyValueStore<String, Timer> store;

	/**
	 * No timer is due before it. A scan starts here and is skipped until then, because
	 * the store's iterator walks over every deleted timer on its way to the next one that
	 * still exists.
	 */
	private long earliest;

	TimerStore(KeyValueStore<String, Timer> store) {
		this.store = store;
	}

	void put(Timer timer, Instant due) {
		this.store.put(timer.key(due), timer);
		this.earliest = Math.min(this.earliest, due.toEpochMilli());
	}

	void delete(Timer timer, Instant due) {
		delete(timer.key(due));
	}

	void delete(String key) {
		this.store.delete(key);
	}

	/**
	 * The timers that are due, the most overdue first.
	 */
	List<KeyValue<String, Timer>> due(Instant now) {
		List<KeyValue<String, Timer>> due = new ArrayList<>();
		if (this.earliest > now.toEpochMilli()) {
			return due;
		}
		String until = Timer.until(now);
		long next = Long.MAX_VALUE;
		try (KeyValueIterator<String, Timer> entries = this.store
			.range(Timer.until(Instant.ofEpochMilli(this.earliest)), null)) {
			while (entries.hasNext() && next == Long.MAX_VALUE) {
				KeyValue<String, Timer> entry = entries.next();
				if (entry.key.compareTo(until) < 0) {
					due.add(entry);
				}
				else {
					next = Timer.millis(entry.key);
				}
			}
		}
		this.earliest = due.isEmpty() ? next : Timer.millis(due.get(0).key);
		return due;
	}

}
