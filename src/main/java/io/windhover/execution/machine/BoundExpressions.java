package io.windhover.execution.machine;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.execution.plan.ControlSubflow;
import io.windhover.execution.plan.Expressions;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.SubflowStart;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.execution.tree.Transition;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of one execution in one event.
 */
record BoundExpressions(ExpressionEvaluator evaluator, Transition transition) implements Expressions {

	@Override
	public boolean test(Scope scope, Node node, String property, String template) {
		String text = String.valueOf(evaluate(scope, property, template)).strip();
		if (text.equals("true") || text.equals("false")) {
			return text.equals("true");
		}
		throw new ExpressionFailure("%s: '%s' is '%s', neither true nor false".formatted(property, template, text));
	}

	@Override
	public String text(Scope scope, Node node, String template) {
		return String.valueOf(evaluate(scope, "value", template)).strip();
	}

	@Override
	public List<Object> items(Scope scope, Node node, Object items) {
		return this.evaluator.items(evaluate(scope, "items", items));
	}

	@Override
	public Map<String, Object> outputs(Scope scope, Map<String, Object> templates) {
		return this.evaluator.outputs(this.transition.requireExecution(), this.transition, scope, templates,
				KeptOutputs.MAX_OF_FLOW);
	}

	@Override
	@SuppressWarnings("unchecked")
	public @Nullable SubflowStart subflow(Scope scope, ControlSubflow subflow) {
		Map<String, Object> given = outputs(scope, Map.of("inputs", subflow.inputs(), "labels", subflow.labels()));
		return this.evaluator.subflow(this.transition.requireExecution(), subflow.flow(),
				(Map<String, Object>) Objects.requireNonNull(given.get("inputs")),
				(Map<String, Object>) Objects.requireNonNull(given.get("labels")));
	}

	@Override
	public Object item(Scope scope, int index) {
		Object item = (scope.items != null) ? scope.items.get(index) : this.evaluator.item(scope, index);
		return (item != null) ? item : "";
	}

	@Override
	public @Nullable String jobRefusal(Scope scope, WorkerTask task) {
		return this.evaluator.jobRefusal(this.transition.requireExecution(), this.transition, scope, task);
	}

	private @Nullable Object evaluate(Scope scope, String property, Object template) {
		return this.evaluator.evaluate(this.transition.requireExecution(), this.transition, scope, property, template);
	}

}
