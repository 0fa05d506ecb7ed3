package io.windhover.execution.machine;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.windhover.execution.Execution;
import io.windhover.execution.ParentTask;
import io.windhover.execution.State;
import io.windhover.execution.json.Json;
import io.windhover.execution.plan.ControlSubflow;
import io.windhover.execution.plan.Next;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Phase;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.tree.Effect;
import io.windhover.execution.tree.Event;
import io.windhover.execution.tree.Transition;

/**
 * Executions of other flows that scopes start, wait for and kill. Their ids are derived,
 * so that whatever is decided twice is about the same execution.
 */
final class Subflows {

	private static final String EXECUTION_ID = "executionId";

	private final Transition transition;

	private final Plan plan;

	Subflows(Transition transition, Plan plan) {
		this.transition = transition;
		this.plan = plan;
	}

	/** The execution that an attempt of a scope starts. */
	static String id(String executionId, Scope scope) {
		return UUID
			.nameUUIDFromBytes("subflow %s %s".formatted(executionId, scope.prefix()).getBytes(StandardCharsets.UTF_8))
			.toString();
	}

	void start(Scope scope, Next.Start start) {
		String id = id(this.transition.requireExecution().id(), scope);
		scope.given = Map.of(EXECUTION_ID, id);
		if (start.waits()) {
			scope.active++;
		}
		this.transition.effect(new Effect.StartSubflow(id, start.subflow(), parent(scope, start.waits())));
	}

	/** What is waited for ends early; the wait goes on until it has ended. */
	void kill(Scope scope) {
		if (isAwaited(scope)) {
			this.transition.effect(
					new Effect.KillSubflow(id(this.transition.requireExecution().id(), scope), parent(scope, true)));
		}
	}

	/** Returns whether the scope may go on. */
	boolean ended(Scope scope, Event.SubflowEnded end) {
		if (scope.attempt != end.attempt() || !isAwaited(scope)) {
			return false;
		}
		ControlSubflow subflow = (ControlSubflow) Objects.requireNonNull(this.plan.node(scope.node).control());
		scope.active--;
		String id = id(this.transition.requireExecution().id(), scope);
		Map<String, Object> given = new LinkedHashMap<>();
		given.put(EXECUTION_ID, id);
		given.put("state", end.state().name());
		scope.given = given;
		if (!scope.stopped) {
			take(scope, subflow, end, id);
		}
		if (end.outputs() != null) {
			give(scope, given, end.outputs());
		}
		return true;
	}

	/**
	 * A scope that goes on after this event keeps the outputs only where there is room.
	 */
	private void give(Scope scope, Map<String, Object> given, Map<String, Object> outputs) {
		int size = Json.mapper().writeValueAsBytes(outputs).length;
		String refusal = staysOn(scope) ? this.transition.refusal("its outputs", size) : null;
		if (refusal == null) {
			given.put("outputs", outputs);
			scope.givenSize = size;
			this.transition.hold(size);
		}
		else if (!scope.stopped) {
			scope.fail(refusal);
			scope.phaseFailed = true;
		}
	}

	/** Whether something keeps it from ending at once. */
	private boolean staysOn(Scope scope) {
		Node node = this.plan.node(scope.node);
		return this.transition.requireExecution().onHold() || !node.finals().isEmpty()
				|| (scope.failed && (!node.errors().isEmpty() || node.settings().retry() != null));
	}

	private void take(Scope scope, ControlSubflow subflow, Event.SubflowEnded end, String id) {
		if (end.state() == State.WARNING) {
			scope.warned = true;
		}
		else if (end.state() != State.SUCCESS) {
			String reason = (end.error() != null) ? ": " + end.error() : "";
			scope.fail("execution '%s' of flow '%s' ended as %s%s".formatted(id, subflow.flow(), end.state(), reason));
			scope.phaseFailed = true;
		}
	}

	private boolean isAwaited(Scope scope) {
		return scope.phase == Phase.BODY && scope.active > 0 && this.plan.node(scope.node).isSubflow();
	}

	private ParentTask parent(Scope scope, boolean waits) {
		Execution execution = this.transition.requireExecution();
		int flowTriggers = ParentTask.flowTriggers(execution);
		return new ParentTask(execution.id(), scope.path, scope.attempt, waits, ParentTask.depth(execution) + 1,
				(flowTriggers > 0) ? flowTriggers : null);
	}

}
