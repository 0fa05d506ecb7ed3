package io.windhover.executor;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.windhover.execution.machine.Timer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The timers in the order of their dates.
 */
class TimerQueue {

	private static final String PREFIX = "t/";

	private static final String END = "t0";

	private static final byte[] NOTHING = {};

	private final KeyValueStore<String, byte[]> store;

	/**
	 * No timer is due before it. A scan starts here and is skipped until then, because
	 * the store's iterator walks over every deleted timer on its way to the next one that
	 * still exists.
	 */
	private long earliest;

	TimerQueue(KeyValueStore<String, byte[]> store) {
		this.store = store;
	}

	void set(String executionId, Timer timer, Instant due) {
		this.store.put(key(executionId, timer, due), NOTHING);
		this.earliest = Math.min(this.earliest, due.toEpochMilli());
	}

	void cancel(String executionId, Timer timer, Instant due) {
		this.store.delete(key(executionId, timer, due));
	}

	/**
	 * Takes timers that are due, the most overdue first.
	 * @param most how many
	 */
	List<Due> take(Instant now, int most) {
		List<Due> due = new ArrayList<>();
		if (this.earliest > now.toEpochMilli()) {
			return due;
		}
		List<String> keys = new ArrayList<>();
		long next = Long.MAX_VALUE;
		try (KeyValueIterator<String, byte[]> entries = this.store.range(from(this.earliest), END)) {
			while (entries.hasNext() && next == Long.MAX_VALUE) {
				KeyValue<String, byte[]> entry = entries.next();
				Due timer = Due.parse(entry.key);
				if (timer.millis() <= now.toEpochMilli() && due.size() < most) {
					due.add(timer);
					keys.add(entry.key);
				}
				else {
					next = timer.millis();
				}
			}
		}
		this.earliest = next;
		keys.forEach(this.store::delete);
		return due;
	}

	private static String from(long millis) {
		return PREFIX + "%013d/".formatted(Math.max(0, millis));
	}

	private static String key(String executionId, Timer timer, Instant due) {
		return from(due.toEpochMilli()) + executionId + "/" + timer.kind() + "/" + timer.path() + "/" + timer.number();
	}

	/**
	 * A timer that is due.
	 */
	record Due(long millis, String executionId, Timer timer) {

		static Due parse(String key) {
			String[] parts = key.split("/", -1);
			return new Due(Long.parseLong(parts[1]), parts[2],
					new Timer(Timer.Kind.valueOf(parts[3]), parts[4], Integer.parseInt(parts[5])));
		}

	}

}
