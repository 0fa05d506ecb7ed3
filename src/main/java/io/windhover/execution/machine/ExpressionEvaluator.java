package io.windhover.execution.machine;

import java.util.List;
import java.util.Map;

import io.windhover.execution.Execution;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.SubflowStart;
import io.windhover.execution.tree.Scopes;
import io.windhover.flow.FlowKey;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the expressions of control tasks under a budget.
 */
public interface ExpressionEvaluator {

	/**
	 * The value of a template.
	 * @param scope whose names it sees
	 * @param property that has it, which a failure names
	 * @throws ExpressionFailure when it cannot be evaluated, or not within the budget
	 */
	@Nullable Object evaluate(Execution execution, Scopes scopes, Scope scope, String property, Object template);

	/**
	 * Values with their templates evaluated.
	 * @throws ExpressionFailure when one cannot be evaluated, or not all within the
	 * budget, or they are more than some bytes of JSON
	 */
	Map<String, Object> outputs(Execution execution, Scopes scopes, Scope scope, Map<String, Object> templates,
			int maxBytes);

	/**
	 * What an execution of the latest revision of a flow begins with.
	 * @param parent the execution that starts it
	 * @param inputs that it is given
	 * @param labels that it is given, over those of the flow
	 * @return null when there is no such flow, as far as is known yet
	 * @throws ExpressionFailure when the flow is disabled, does not take what is given,
	 * or is one subflow in a row too many
	 */
	@Nullable SubflowStart subflow(Execution parent, FlowKey flow, Map<String, Object> inputs, Map<String, Object> labels);

	/**
	 * One of the items that a loop keeps.
	 */
	@Nullable Object item(Scope loop, int index);

	/**
	 * What a loop goes over: the elements of a list, or of a map each as {@code {key,
	 * value}}.
	 * @throws ExpressionFailure when the value is neither
	 */
	List<Object> items(@Nullable Object value);

	/**
	 * Why a task cannot be handed to a worker: with what its templates name it is more
	 * than a record of the topic may be.
	 * @param scope that the task is in
	 * @return null when it can
	 */
	@Nullable String jobRefusal(Execution execution, Scopes scopes, Scope scope, WorkerTask task);

}
