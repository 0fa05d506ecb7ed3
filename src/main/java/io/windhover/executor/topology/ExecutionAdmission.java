package io.windhover.executor.topology;

import java.time.Clock;
import java.time.Duration;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.ParentTask;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.machine.ExecutionMachine;
import io.windhover.execution.machine.Executions;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.execution.tree.StaleReason;
import io.windhover.execution.tree.Timer;
import io.windhover.executor.ExecutorListener;
import io.windhover.executor.plan.Plans;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.executor.store.StoredExecution;
import io.windhover.executor.store.StoredExecution.Wait;
import io.windhover.executor.store.StoredTree;
import io.windhover.flow.FlowKey;
import org.jspecify.annotations.Nullable;

/**
 * Takes executions from their creation to their beginning, over the wait for the revision
 * of their flow and the one for a slot of it, and gives the slot back at their end.
 */
class ExecutionAdmission {

	private static final Duration FLOW_RETRY = Duration.ofMillis(200);

	private static final String WAITS_FOR_SLOT = "a slot: 'concurrency' of the flow limits how many of its executions run at once";

	private final Plans plans;

	private final Duration flowTimeout;

	private final TemplateEvaluator evaluator;

	private final ExecutorStore store;

	private final TimerQueue timers;

	private final TransitionWriter writer;

	private final ExecutorListener listener;

	private final Clock clock;

	private final Machine machine;

	ExecutionAdmission(Plans plans, Duration flowTimeout, TemplateEvaluator evaluator, ExecutorStore store,
			TimerQueue timers, TransitionWriter writer, ExecutorListener listener, Clock clock, Machine machine) {
		this.plans = plans;
		this.flowTimeout = flowTimeout;
		this.evaluator = evaluator;
		this.store = store;
		this.timers = timers;
		this.writer = writer;
		this.listener = listener;
		this.clock = clock;
		this.machine = machine;
	}

	/** A parent that waits for what has ended before would wait for ever. */
	private void reportEnded(StoredExecution stored, @Nullable ParentTask parent) {
		if (parent != null && parent.waits() && stored.execution() == null) {
			this.writer.report(parent, State.FAILED, null, "it has ended before", this.clock.instant());
		}
	}

	void create(ExecutionCommand.Create command) {
		StoredTree tree = new StoredTree(command.executionId(), this.store);
		if (tree.stored() != null) {
			this.listener.stale(StaleReason.EXECUTION_EXISTS);
			reportEnded(tree.stored(), command.parent());
			return;
		}
		if (command.rerun() != null && command.kept() != null) {
			this.store.putKept(command.executionId(), command.rerun(), command.kept());
		}
		Execution created = Execution.created(command);
		Plan plan = this.plans.find(command.flow());
		if (plan != null) {
			planned(tree, plan, created);
		}
		else {
			this.writer.publish(null, created);
			this.store.put(created.id(), StoredExecution.waiting(created, Wait.FLOW));
			awaitFlow(created.id(), 1);
		}
	}

	/**
	 * Applies an event to an execution that waits.
	 * @return how many effects it had, and one for itself
	 */
	int apply(StoredTree tree, Execution execution, Event event) {
		Wait wait = wait(tree);
		if (event instanceof Event.Kill kill) {
			end(execution, State.KILLED, kill.reason());
			if (wait == Wait.SLOT) {
				release(execution.flow(), execution.id());
			}
		}
		else if (wait == Wait.FLOW && event instanceof Event.Due due && due.timer().kind() == Timer.Kind.FLOW) {
			return flowDue(tree, execution, due.timer().number());
		}
		else {
			this.listener.stale(StaleReason.NOT_WAITED_FOR);
		}
		return 1;
	}

	/** Lets an execution begin; the slot of one that has ended is given back again. */
	void admitted(ExecutionCommand.Admit command) {
		StoredTree tree = new StoredTree(command.executionId(), this.store);
		Execution execution = tree.execution();
		if (execution != null && wait(tree) == Wait.SLOT) {
			begin(tree, this.plans.require(execution.flowRef(), this.flowTimeout), execution);
			return;
		}
		this.listener.stale(StaleReason.NOT_WAITED_FOR);
		if (execution == null) {
			release(command.flow(), command.executionId());
		}
	}

	void refused(ExecutionCommand.Refuse command) {
		StoredTree tree = new StoredTree(command.executionId(), this.store);
		Execution execution = tree.execution();
		if (execution != null && wait(tree) == Wait.SLOT) {
			end(execution, command.end(), command.reason());
		}
		else {
			this.listener.stale(StaleReason.NOT_WAITED_FOR);
		}
	}

	/** Gives back the slot of an execution that has ended. */
	void changed(Plan plan, @Nullable Execution execution) {
		if (plan.concurrency() != null && execution != null && execution.state().isTerminal()) {
			release(execution.flow(), execution.id());
		}
	}

	private int flowDue(StoredTree tree, Execution execution, int number) {
		Plan plan = this.plans.find(execution.flowRef());
		if (plan != null) {
			return planned(tree, plan, execution);
		}
		if (!this.plans.areComplete() || execution.createdAt().plus(this.flowTimeout).isAfter(this.clock.instant())) {
			awaitFlow(execution.id(), number + 1);
		}
		else {
			end(execution, State.FAILED,
					"revision %s did not arrive within %s".formatted(execution.flowRef(), this.flowTimeout));
		}
		return 1;
	}

	private void awaitFlow(String id, int number) {
		this.timers.set(id, new Timer(Timer.Kind.FLOW, "", number), this.clock.instant().plus(FLOW_RETRY));
	}

	/** Begins an execution, or asks for its slot. */
	private int planned(StoredTree tree, Plan plan, Execution unlabelled) {
		Execution created;
		try {
			created = ExecutionMachine.labelled(plan, this.evaluator, tree.unbegun(), unlabelled, this.clock.instant());
		}
		catch (ExpressionFailure ex) {
			end(tree.published(), unlabelled, State.FAILED, "The labels of the flow: " + ex.getMessage());
			return 1;
		}
		if (plan.concurrency() == null) {
			return begin(tree, plan, created);
		}
		Execution queued = Executions.queued(created, WAITS_FOR_SLOT, this.clock.instant());
		this.writer.publish(tree.published(), queued);
		this.store.put(queued.id(), StoredExecution.waiting(queued, Wait.SLOT));
		this.writer
			.send(new FlowCommand.RequestSlot(queued.namespace(), queued.flowId(), queued.id(), this.clock.instant()));
		return 2;
	}

	private int begin(StoredTree tree, Plan plan, Execution execution) {
		return this.machine.apply(tree.unbegun(), plan, new Event.Create(execution));
	}

	private void end(Execution execution, State state, @Nullable String error) {
		end(execution, execution, state, error);
	}

	/**
	 * Ends an execution that never began.
	 * @param published its last document; null when it has none yet
	 */
	private void end(@Nullable Execution published, Execution execution, State state, @Nullable String error) {
		this.writer.publish(published, Executions.ended(execution, state, error, this.clock.instant()));
		this.store.ended(execution, this.clock.instant());
	}

	private void release(FlowKey flow, String executionId) {
		this.writer.send(new FlowCommand.ReleaseSlot(flow.namespace(), flow.id(), executionId, this.clock.instant()));
	}

	private static @Nullable Wait wait(StoredTree tree) {
		StoredExecution stored = tree.stored();
		return (stored != null) ? stored.waitsFor() : null;
	}

	/**
	 * Applies an event to an execution that begins.
	 */
	@FunctionalInterface
	interface Machine {

		/**
		 * Returns how many effects it had, and one for itself.
		 */
		int apply(StoredTree tree, Plan plan, Event event);

	}

}
