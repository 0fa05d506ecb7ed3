package io.windhover.executor.topology;

import java.time.Instant;
import java.util.List;

import io.windhover.execution.tree.Timer;
import io.windhover.topic.streams.DueTimeIndex;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The timers in the order of their dates.
 */
class TimerQueue {

	private static final String PREFIX = "t/";

	private static final byte[] NOTHING = {};

	private final DueTimeIndex<byte[]> index;

	TimerQueue(KeyValueStore<String, byte[]> store) {
		this.index = new DueTimeIndex<>(store, PREFIX, NOTHING);
	}

	void set(String executionId, Timer timer, Instant due) {
		this.index.add(due, key(executionId, timer));
	}

	void cancel(String executionId, Timer timer, Instant due) {
		this.index.remove(due, key(executionId, timer));
	}

	/**
	 * Takes timers that are due, the most overdue first.
	 * @param most how many
	 */
	List<Due> take(Instant now, int most) {
		return this.index.take(now, most).stream().map(Due::parse).toList();
	}

	private static String key(String executionId, Timer timer) {
		return executionId + "/" + timer.kind() + "/" + timer.path() + "/" + timer.number();
	}

	/**
	 * A timer that is due.
	 */
	record Due(String executionId, Timer timer) {

		static Due parse(String key) {
			String[] parts = key.split("/", -1);
			return new Due(parts[0], new Timer(Timer.Kind.valueOf(parts[1]), parts[2], Integer.parseInt(parts[3])));
		}

	}

}
