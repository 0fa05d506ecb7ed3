package io.windhover.scheduler.topology;

import java.time.Duration;
import java.time.Instant;

import io.windhover.execution.flow.FlowCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives flows their revisions: nobody else does, so that no two callers get the same.
 */
class FlowRevisions {

	private static final Logger logger = LoggerFactory.getLogger(FlowRevisions.class);

	private final KeyValueStore<String, Flow> flows;

	private final TriggerScheduler triggers;

	private final FlowSlots slots;

	private final FlowHistories histories;

	private final Effects effects;

	FlowRevisions(KeyValueStore<String, Flow> flows, TriggerScheduler triggers, FlowSlots slots,
			FlowHistories histories, Effects effects) {
		this.flows = flows;
		this.triggers = triggers;
		this.slots = slots;
		this.histories = histories;
		this.effects = effects;
	}

	void change(FlowCommand.Change command, Instant now) {
		if (now.isAfter(command.until())) {
			logger.warn(
					"A change of flow {}, requested {} ago, is too late and was left out: its sender has reported "
							+ "that. If it was sent just now, synchronise the clocks of the instances",
					command.key(), Duration.between(command.at(), now));
		}
		else if (command instanceof FlowCommand.Store store) {
			store(store, now);
		}
		else {
			delete(command.key(), now);
		}
	}

	private void store(FlowCommand.Store command, Instant now) {
		String key = command.key().toString();
		Flow known = this.flows.get(key);
		String digest = FlowDigest.of(command.flow());
		if (known != null && digest.equals(known.source())) {
			Flow same = command.flow().stored(known.revision(), known.updatedAt()).changedBy(command.change());
			this.effects.stored(key, same);
			return;
		}
		int revision = (known != null) ? known.revision() + 1 : 1;
		Flow stored = command.flow().stored(revision, now).changedBy(command.change());
		this.effects.stored(stored.ref().toString(), stored);
		this.effects.stored(key, stored);
		this.triggers.revise(stored, now);
		this.slots.stored(stored, now);
		this.histories.watch(stored, command.note(), now);
		this.flows.put(key, stored.withSource(digest));
		if (known != null && known.isDisabled() && !stored.isDisabled()) {
			this.triggers.enable(stored.key(), now);
		}
	}

	/**
	 * Its revisions stay for a while, for the executions that run them, and its number
	 * for ever: no revision is given out twice.
	 */
	private void delete(FlowKey flow, Instant now) {
		this.triggers.remove(flow);
		this.slots.deleted(flow, now);
		this.histories.deleted(flow);
		Flow known = this.flows.get(flow.toString());
		if (known != null) {
			this.flows.put(flow.toString(), DeletedFlows.entry(known, now));
		}
		this.effects.stored(flow.toString(), null);
	}

}
