package io.windhover.execution.machine;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.windhover.execution.State;
import io.windhover.execution.plan.Child;
import io.windhover.execution.plan.ControlSubflow;
import io.windhover.execution.plan.Expressions;
import io.windhover.execution.plan.Node;
import io.windhover.execution.plan.Scope;
import io.windhover.execution.plan.SubflowStart;
import io.windhover.execution.tree.ExpressionFailure;
import io.windhover.flow.FlowRef;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;

/**
 * What happens outside the machine, decided by seed and path alone: whether an attempt
 * fails, what an expression is.
 */
public final class Script implements Expressions {

	static final int MOST_ITERATIONS = 3;

	static final int MOST_ITEMS = 5;

	private final long seed;

	private final int failures;

	/**
	 * A script.
	 * @param failures of a hundred attempts
	 */
	public Script(long seed, int failures) {
		this.seed = seed;
		this.failures = failures;
	}

	/** Whether an attempt of a worker task fails. */
	public boolean fails(String path, int failuresBefore) {
		return draw("fails " + path + " " + failuresBefore, 100) < this.failures;
	}

	/** Whether a task is to run; throws when nobody can tell. */
	public boolean runs(String path) {
		int drawn = draw("runIf " + path, 10);
		if (drawn == 0) {
			throw new ExpressionFailure("there is no such name");
		}
		return drawn > 5;
	}

	/** How many items a loop has; throws when they cannot be listed. */
	public int items(String prefix) {
		int drawn = draw("items " + prefix, 30);
		if (drawn == 0) {
			throw new ExpressionFailure("not a list");
		}
		return drawn % (MOST_ITEMS + 1);
	}

	/** Whether a loop is over. */
	public boolean isOver(String prefix, int iterations) {
		return draw("until " + prefix + " " + iterations, 2) == 0;
	}

	/** Which of the branches. */
	public int branch(String prefix) {
		return draw("choose " + prefix, 2);
	}

	/**
	 * Whether there is a flow for a task to run; throws when the flow does not take what
	 * it is given.
	 */
	public boolean isStored(String prefix) {
		int drawn = draw("flow " + prefix, 20);
		if (drawn == 0) {
			throw new ExpressionFailure("the flow is disabled");
		}
		return drawn > 1;
	}

	/** How a subflow ends that nobody kills. */
	public State subflow(String prefix) {
		if (fails(prefix, 0)) {
			return (draw("killed " + prefix, 4) == 0) ? State.KILLED : State.FAILED;
		}
		return (draw("warns " + prefix, 5) == 0) ? State.WARNING : State.SUCCESS;
	}

	@Override
	public @Nullable SubflowStart subflow(Scope scope, ControlSubflow subflow) {
		return isStored(prefix(scope)) ? new SubflowStart(new FlowRef("test", "other", 1), Map.of(), Map.of()) : null;
	}

	@Override
	public boolean test(Scope scope, Node node, String property, String template) {
		return template.equals("runIf") ? runs(scope.path(new Child(node)))
				: isOver(scope.path.substring(0, scope.path.lastIndexOf('[')), scope.index + 1);
	}

	@Override
	public String text(Scope scope, Node node, String template) {
		return String.valueOf(branch(prefix(scope)));
	}

	@Override
	public List<Object> items(Scope scope, Node node, Object template) {
		return Collections.nCopies(items(prefix(scope)), "item");
	}

	@Override
	public Map<String, Object> outputs(Scope scope, Map<String, Object> templates) {
		return templates;
	}

	@Override
	public Object item(Scope scope, int index) {
		return "item " + index;
	}

	@Override
	public @Nullable String jobRefusal(Scope scope, WorkerTask task) {
		return null;
	}

	public static String prefix(Scope scope) {
		return (scope.attempt > 1) ? scope.path + "~" + scope.attempt : scope.path;
	}

	private int draw(String what, int bound) {
		return new Random(this.seed * 31 + what.hashCode()).nextInt(bound);
	}

}
