package io.windhover.scheduler.slot;

import io.windhover.flow.Concurrency;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Decides what follows from an event of the slots of one flow: a pure function of the
 * ledger and the event. It does a bounded amount of work for an event; the rest comes as
 * events of its own. An event that comes twice, or after one that it was sent before,
 * leaves no slot taken for ever: whoever is admitted and does not wait for it releases.
 */
final class SlotMachine {

	/** The place of an execution that holds a slot. */
	static final long HOLDS = -1;

	/** Places of the queue looked at for one event. */
	static final int BUDGET = 256;

	private final SlotLedger ledger;

	private final FlowKey flow;

	private final SlotTransition transition = new SlotTransition();

	private int budget;

	private @Nullable Concurrency concurrency;

	private boolean deleted;

	private int running;

	private int waiting;

	private long head;

	private long tail;

	private boolean continuing;

	private long continuations;

	private SlotMachine(SlotLedger ledger, FlowKey flow, SlotState state, int budget) {
		this.ledger = ledger;
		this.flow = flow;
		this.budget = budget;
		this.concurrency = state.concurrency();
		this.deleted = state.deleted();
		this.running = state.running();
		this.waiting = state.waiting();
		this.head = state.head();
		this.tail = state.tail();
		this.continuing = state.continuing();
		this.continuations = state.continuations();
	}

	static SlotTransition decide(SlotLedger ledger, FlowKey flow, SlotEvent event) {
		return decide(BUDGET, ledger, flow, event);
	}

	static SlotTransition decide(int budget, SlotLedger ledger, FlowKey flow, SlotEvent event) {
		SlotState known = ledger.state(flow);
		if (known == null && event instanceof SlotEvent.Deleted) {
			return new SlotTransition();
		}
		SlotState before = (known != null) ? known : SlotState.NONE;
		SlotMachine machine = new SlotMachine(ledger, flow, before, budget);
		machine.apply(event);
		machine.admitWaiting();
		SlotState after = machine.state();
		if (!after.equals(before)) {
			machine.transition.state(after);
		}
		return machine.transition;
	}

	private void apply(SlotEvent event) {
		if (event instanceof SlotEvent.Stored stored) {
			this.concurrency = stored.concurrency();
			this.deleted = false;
		}
		else if (event instanceof SlotEvent.Deleted) {
			this.deleted = true;
		}
		else if (event instanceof SlotEvent.Requested requested) {
			requested(requested.executionId());
		}
		else if (event instanceof SlotEvent.Released released) {
			released(released.executionId());
		}
		else if (event instanceof SlotEvent.Continued continued && continued.number() == this.continuations) {
			this.continuing = false;
		}
	}

	private void requested(String executionId) {
		Long place = this.ledger.place(this.flow, executionId);
		if (place != null) {
			if (place == HOLDS) {
				this.transition.answers().add(new SlotAnswer.Admitted(executionId));
			}
		}
		else if (this.waiting == 0 && isFree()) {
			admit(executionId);
		}
		else if (this.concurrency != null && this.concurrency.behavior() != Concurrency.Behavior.QUEUE
				&& this.running + this.waiting >= this.concurrency.limit()) {
			this.transition.answers().add(new SlotAnswer.Refused(executionId, this.concurrency));
		}
		else {
			this.transition.queue().put(this.tail, executionId);
			this.transition.places().put(executionId, this.tail);
			this.tail++;
			this.waiting++;
		}
	}

	private void released(String executionId) {
		Long place = this.ledger.place(this.flow, executionId);
		if (place == null) {
			return;
		}
		this.transition.places().put(executionId, null);
		if (place == HOLDS) {
			this.running--;
		}
		else {
			this.transition.queue().put(place, null);
			this.waiting--;
		}
	}

	/** Admits those who wait, and moves the head over places that are empty. */
	private void admitWaiting() {
		while (this.waiting > 0 && this.budget > 0) {
			String first = waitingAt(this.head);
			if (first != null) {
				if (!isFree()) {
					return;
				}
				this.transition.queue().put(this.head, null);
				this.waiting--;
				admit(first);
			}
			this.head++;
			this.budget--;
		}
		if (this.waiting == 0) {
			this.head = this.tail;
		}
		else if (isFree() && !this.continuing) {
			this.continuing = true;
			this.continuations++;
			this.transition.answers().add(new SlotAnswer.Continue(this.continuations));
		}
	}

	private void admit(String executionId) {
		this.running++;
		this.transition.places().put(executionId, HOLDS);
		this.transition.answers().add(new SlotAnswer.Admitted(executionId));
	}

	private boolean isFree() {
		return this.concurrency == null || this.running < this.concurrency.limit();
	}

	private @Nullable String waitingAt(long place) {
		return this.transition.queue().containsKey(place) ? this.transition.queue().get(place)
				: this.ledger.waitingAt(this.flow, place);
	}

	private SlotState state() {
		return new SlotState(this.concurrency, this.deleted, this.running, this.waiting, this.head, this.tail,
				this.continuing, this.continuations);
	}

}
