package io.windhover.executor;

import java.time.Clock;

import org.apache.kafka.streams.KeyValue;

/**
 * Applies the timers that are due: costs what is due, not what exists.
 */
class DueTimers {

	private final TimerStore timers;

	private final ExecutorProcessor.Events events;

	private final Clock clock;

	DueTimers(TimerStore timers, ExecutorProcessor.Events events, Clock clock) {
		this.timers = timers;
		this.events = events;
		this.clock = clock;
	}

	void run() {
		for (KeyValue<String, Timer> entry : this.timers.due(this.clock.instant())) {
			this.timers.delete(entry.key);
			this.events.apply(entry.value.executionId(), entry.value.taskRunId(), entry.value.event());
		}
	}

}
