package io.windhover.execution.machine;

import java.time.Instant;

import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.TaskRuns;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.Transition;

/**
 * Scopes that wait for somebody or for a time: their documents, and that the execution is
 * PAUSED as long as there is one.
 */
final class Pauses {

	private final Transition transition;

	private final KeptOutputs kept;

	private final Plan plan;

	private final Instant now;

	Pauses(Transition transition, KeptOutputs kept, Plan plan, Instant now) {
		this.transition = transition;
		this.kept = kept;
		this.plan = plan;
		this.now = now;
	}

	void begin(Scope scope, Node node) {
		Execution execution = this.transition.requireExecution();
		scope.state = State.PAUSED;
		scope.pausedAt = this.now;
		scope.resumedAt = null;
		this.transition.effect(new Effect.Publish(TaskRuns.live(execution, scope, node)));
		Scope root = this.transition.parent("");
		root.paused++;
		if (root.paused == 1) {
			this.transition.execution(Executions.in(execution, State.PAUSED, this.now));
		}
	}

	/** Of a scope that waits without being paused nothing changes. */
	void over(Scope scope) {
		if (scope.state != State.PAUSED) {
			return;
		}
		scope.state = State.RUNNING;
		scope.resumedAt = this.now;
		Scope root = this.transition.parent("");
		root.paused--;
		runAgain(root);
	}

	/** Nothing more begins in the execution. */
	void hold(Execution execution) {
		Execution held = Executions.held(execution, true);
		this.transition.execution((held.state() != State.PAUSED) ? Executions.in(held, State.PAUSED, this.now) : held);
	}

	/** All may begin again. */
	void free(Execution execution) {
		this.transition.execution(Executions.held(execution, false));
		runAgain(this.transition.parent(""));
	}

	/** The execution is RUNNING again with the last of its pauses. */
	private void runAgain(Scope root) {
		Execution execution = this.transition.requireExecution();
		if (root.paused == 0 && !execution.onHold()) {
			this.transition.execution(Executions.in(execution, State.RUNNING, this.now));
		}
	}

	/**
	 * What the resumer gives becomes the outputs of the task, which fails where that is
	 * too much.
	 */
	void given(Scope scope, Node node, Event.Resume resume) {
		scope.given = resume.inputs();
		if (scope.parent == null || !this.plan.names(node)) {
			return;
		}
		KeptOutputs.Seen seen = KeptOutputs.Seen.of(resume.inputs(), resume.inputsSize());
		String refusal = this.kept.refusal(scope.parent, node.id(), seen);
		if (refusal == null) {
			this.kept.keep(this.transition.parent(scope.parent), node.id(), seen);
		}
		else {
			scope.fail(refusal);
			scope.phaseFailed = true;
		}
	}

}
