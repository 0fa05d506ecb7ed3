package io.windhover.executor;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Applies the timers that are due: costs what is due, not what exists.
 */
class DueTimers {

	private final KeyValueStore<String, Timer> timers;

	private final ExecutorProcessor.Events events;

	private final Clock clock;

	DueTimers(KeyValueStore<String, Timer> timers, ExecutorProcessor.Events events, Clock clock) {
		this.timers = timers;
		this.events = events;
		this.clock = clock;
	}

	void run() {
		List<KeyValue<String, Timer>> due = new ArrayList<>();
		try (KeyValueIterator<String, Timer> entries = this.timers.range(null, Timer.until(this.clock.instant()))) {
			entries.forEachRemaining(due::add);
		}
		for (KeyValue<String, Timer> entry : due) {
			this.timers.delete(entry.key);
			this.events.apply(entry.value.executionId(), entry.value.taskRunId(), entry.value.event());
		}
	}

}
