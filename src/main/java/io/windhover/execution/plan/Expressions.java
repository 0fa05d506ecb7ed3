package io.windhover.execution.plan;

import java.util.List;
import java.util.Map;

import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the expressions of control tasks under a budget.
 */
public interface Expressions {

	/**
	 * Whether a template is true where a node stands.
	 * @param scope that the node is in
	 * @param property that has the template, which a failure names
	 * @throws ExpressionFailure when it cannot be evaluated
	 */
	boolean test(Scope scope, Node node, String property, String template);

	/**
	 * The text of a template.
	 * @throws ExpressionFailure when it cannot be evaluated
	 */
	String text(Scope scope, Node node, String template);

	/**
	 * The elements of a list or map; of a map each as {@code {key, value}}.
	 * @param items a template, or what has some in it
	 * @throws ExpressionFailure when it cannot be evaluated
	 */
	List<Object> items(Scope scope, Node node, Object items);

	/**
	 * What an execution gives: each value with its templates evaluated.
	 * @throws ExpressionFailure when one cannot be evaluated, or all together are larger
	 * than {@code KeptOutputs.MAX_OF_FLOW}
	 */
	Map<String, Object> outputs(Scope scope, Map<String, Object> templates);

	/**
	 * What the execution of another flow begins with, its inputs and labels evaluated.
	 * @return null when there is no such flow, as far as is known yet
	 * @throws ExpressionFailure when they cannot be evaluated, or the flow takes no such
	 * execution
	 */
	@Nullable SubflowStart subflow(Scope scope, ControlSubflow subflow);

	/**
	 * One of the items that a scope keeps.
	 */
	Object item(Scope scope, int index);

	/**
	 * Why a task is too large to be handed to a worker; null when it is not.
	 */
	@Nullable String jobRefusal(Scope scope, WorkerTask task);

}
