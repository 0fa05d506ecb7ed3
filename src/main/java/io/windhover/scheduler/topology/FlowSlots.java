package io.windhover.scheduler.topology;

import java.time.Instant;
import java.util.List;

import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.flow.Concurrency;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.scheduler.slot.SlotAnswer;
import io.windhover.scheduler.slot.SlotEvent;
import io.windhover.scheduler.slot.SlotState;
import io.windhover.scheduler.slot.SlotStore;

/**
 * Counts the executions of flows with {@code concurrency}, and answers those that ask.
 */
class FlowSlots {

	private final SlotStore store;

	private final Effects effects;

	FlowSlots(SlotStore store, Effects effects) {
		this.store = store;
		this.effects = effects;
	}

	void stored(Flow flow, Instant now) {
		apply(flow.key(), new SlotEvent.Stored(flow.concurrency()), now);
	}

	void deleted(FlowKey flow, Instant now) {
		apply(flow, new SlotEvent.Deleted(), now);
	}

	void command(FlowCommand.Slots command, Instant now) {
		if (command instanceof FlowCommand.RequestSlot request) {
			apply(command.key(), new SlotEvent.Requested(request.executionId()), now);
		}
		else if (command instanceof FlowCommand.ReleaseSlot release) {
			apply(command.key(), new SlotEvent.Released(release.executionId()), now);
		}
		else if (command instanceof FlowCommand.ContinueSlots rest) {
			apply(command.key(), new SlotEvent.Continued(rest.number()), now);
		}
	}

	private void apply(FlowKey flow, SlotEvent event, Instant now) {
		List<SlotAnswer> answers = this.store.apply(flow, event);
		answers.forEach((answer) -> answer(flow, answer, now));
		SlotState state = this.store.find(flow);
		if (state != null) {
			this.effects.counted(flow, state);
		}
	}

	private void answer(FlowKey flow, SlotAnswer answer, Instant now) {
		if (answer instanceof SlotAnswer.Admitted admitted) {
			this.effects.send(new ExecutionCommand.Admit(admitted.executionId(), now, flow));
		}
		else if (answer instanceof SlotAnswer.Refused refused) {
			this.effects.send(refusal(refused, now));
		}
		else if (answer instanceof SlotAnswer.Continue rest) {
			this.effects.send(new FlowCommand.ContinueSlots(flow.namespace(), flow.id(), rest.number(), now));
		}
	}

	private static ExecutionCommand.Refuse refusal(SlotAnswer.Refused refused, Instant now) {
		Concurrency concurrency = refused.concurrency();
		boolean cancelled = concurrency.behavior() == Concurrency.Behavior.CANCEL;
		return new ExecutionCommand.Refuse(refused.executionId(), now, cancelled ? State.KILLED : State.FAILED,
				"As many executions of the flow run as its 'concurrency' allows (%d), and its 'behavior' is '%s'"
					.formatted(concurrency.limit(), cancelled ? "cancel" : "fail"));
	}

}
