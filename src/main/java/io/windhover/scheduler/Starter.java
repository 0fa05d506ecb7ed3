package io.windhover.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.TriggerState;
import io.windhover.flow.Flow;
import io.windhover.role.ListenerList;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Starts the executions of triggers, and tells of those that it did and did not start.
 */
class Starter {

	private final KeyValueStore<String, Flow> flows;

	private final Effects effects;

	private final ListenerList<SchedulerListener> listeners;

	Starter(KeyValueStore<String, Flow> flows, Effects effects, ListenerList<SchedulerListener> listeners) {
		this.flows = flows;
		this.effects = effects;
		this.listeners = listeners;
	}

	/**
	 * Starts an execution.
	 * @return the trigger as it is afterwards, to be saved
	 */
	TriggerEntry fire(TriggerEntry entry, Occasion occasion, Instant now) {
		TriggerState state = entry.state();
		@Nullable Flow flow = this.flows.get(state.flow().toString());
		if (flow == null) {
			throw new IllegalStateException("Trigger %s is kept without its flow".formatted(state.key()));
		}
		this.effects.create(
				new ExecutionCommand.Create(occasion.executionId(), now, flow.ref(), occasion.inputs(), flow.labels(),
						new TriggerFire(state.triggerId(), state.type(), occasion.date(), occasion.variables())));
		Duration delay = Duration.between(occasion.date(), now);
		this.listeners.tell((listener) -> listener.fired(state.flow(), state.type(), delay));
		return entry.fired(occasion.date(), occasion.executionId(), now);
	}

	void missed(TriggerState state, MissedReason reason, int count) {
		if (count > 0) {
			this.effects.missed(state, reason, count);
			this.listeners.tell((listener) -> listener.missed(state.flow(), state.type(), reason, count));
		}
	}

	/**
	 * What an execution is started for.
	 *
	 * @param date the planned one, or when somebody asked for it
	 * @param variables what templates see as {@code trigger}
	 */
	record Occasion(String executionId, Instant date, Map<String, Object> inputs, Map<String, Object> variables) {
	}

}
