package io.windhover.execution.plan;

import java.time.Duration;
import java.util.Map;

import io.windhover.flow.FlowKey;

/**
 * {@code subflow}: an execution of another flow, which counts as its one active child
 * while it is waited for.
 *
 * @param inputs of the execution, as templates
 * @param labels of the execution, as templates
 * @param waits whether its end is waited for
 */
public record ControlSubflow(FlowKey flow, Map<String, Object> inputs, Map<String, String> labels,
		boolean waits) implements Control {

	/** A flow that was just stored may not be known yet where the executor runs. */
	private static final Duration LOOK = Duration.ofMillis(200);

	/** Looks for a flow that is not known. */
	private static final int MOST_LOOKS = 10;

	@Override
	public Next next(Node node, Scope scope, Expressions expressions) {
		if (scope.cursor > 0) {
			return (scope.active > 0) ? Next.WAIT : Next.DONE;
		}
		SubflowStart start = expressions.subflow(scope, this);
		if (start == null) {
			return (scope.looks++ < MOST_LOOKS) ? new Next.Wait(LOOK, false) : new Next.Fail(
					"there is no flow '%s'; store it, or correct 'namespace' and 'flowId'".formatted(this.flow));
		}
		scope.cursor++;
		return new Next.Start(start, this.waits);
	}

	/** The execution is no node of this tree. */
	@Override
	public int begun(Node node, Scope scope) {
		return 0;
	}

}
