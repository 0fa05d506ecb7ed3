package io.windhover.executor.plan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.ParentTask;
import io.windhover.execution.json.InputsSize;
import io.windhover.execution.plan.SubflowStart;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.execution.tree.RenderedLabels;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.input.Inputs;
import io.windhover.flow.input.InvalidInputsException;
import io.windhover.flow.template.Templates;
import org.jspecify.annotations.Nullable;

/**
 * Finds the flow that a task is to run, and checks what it is given as a request for an
 * execution is checked.
 *
 * @param flowTimeout how long to wait until all flows are known: this process may just
 * have started
 * @param maxDepth how many subflows may follow one another
 */
public record SubflowResolver(Plans plans, Templates templates, Duration flowTimeout, int maxDepth) {

	/** Null when there is no such flow, as far as is known yet. */
	public @Nullable SubflowStart resolve(Execution parent, FlowKey key, Map<String, Object> inputs,
			Map<String, Object> labels) {
		if (ParentTask.depth(parent) >= this.maxDepth) {
			throw new ExpressionFailure(
					"flow '%s' is not started: %d subflows in a row led here, as many as windhover.executor.max-subflow-depth permits; do they call one another?"
						.formatted(key, this.maxDepth));
		}
		Flow flow = this.plans.current(key, this.flowTimeout);
		if (flow == null) {
			return null;
		}
		if (flow.isDisabled()) {
			throw new ExpressionFailure(
					"flow '%s' is disabled; store it without 'disabled: true' to start executions again"
						.formatted(key));
		}
		try {
			SubflowStart start = new SubflowStart(flow.ref(), Inputs.resolve(flow.inputs(), inputs, this.templates),
					labels(flow, labels));
			String refusal = InputsSize.refusal(start.inputs(), start.labels());
			if (refusal != null) {
				throw new ExpressionFailure("flow '%s' does not take what it is given: %s".formatted(key, refusal));
			}
			return start;
		}
		catch (InvalidInputsException ex) {
			throw new ExpressionFailure("flow '%s' does not take what it is given: %s".formatted(key, ex.getMessage()));
		}
	}

	private static Map<String, String> labels(Flow flow, Map<String, Object> given) {
		Map<String, String> labels = new LinkedHashMap<>(flow.plainLabels());
		RenderedLabels.add(given, labels, "labels.%s");
		return labels;
	}

}
