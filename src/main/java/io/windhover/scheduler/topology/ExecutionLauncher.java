package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.trace.Tracing;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.instance.ListenerList;
import io.windhover.scheduler.MissedReason;
import io.windhover.scheduler.SchedulerListener;
import io.windhover.scheduler.machine.TriggerEffect;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Starts the executions of triggers, and tells of those that it did and did not start.
 */
class ExecutionLauncher {

	private final KeyValueStore<String, Flow> flows;

	private final Effects effects;

	private final ListenerList<SchedulerListener> listeners;

	private final Tracing tracing;

	ExecutionLauncher(KeyValueStore<String, Flow> flows, Effects effects, ListenerList<SchedulerListener> listeners,
			Tracing tracing) {
		this.flows = flows;
		this.effects = effects;
		this.listeners = listeners;
		this.tracing = tracing;
	}

	/** The current revision; null when there is none. */
	@Nullable Flow find(FlowKey key) {
		return this.flows.get(key.toString());
	}

	void launch(TriggerState state, TriggerEffect.Fire fire, @Nullable Flow flow, Instant now) {
		if (flow == null) {
			throw new IllegalStateException("Trigger %s is kept without its flow".formatted(state.key()));
		}
		this.effects
			.send(new ExecutionCommand.Create(fire.executionId(), now, flow.ref(), fire.inputs(), flow.plainLabels(),
					new TriggerFire(state.triggerId(), state.type(), fire.date(), fire.variables(), fire.backfill()))
				.in(this.tracing.begin(fire.executionId(), fire.trace())));
		this.effects.launched(state, fire.date(), now);
		if (fire.backfill() != null) {
			this.listeners.tell((listener) -> listener.backfilled(state.flow(), state.type()));
			return;
		}
		Duration delay = Duration.between(fire.date(), now);
		this.listeners.tell((listener) -> listener.fired(state.flow(), state.type(), delay));
	}

	void missed(TriggerState state, MissedReason reason, int count) {
		this.effects.missed(state, reason, count);
		this.listeners.tell((listener) -> listener.missed(state.flow(), state.type(), reason, count));
	}

}
