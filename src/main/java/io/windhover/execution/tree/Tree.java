package io.windhover.execution.tree;

import io.windhover.execution.Execution;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.plan.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the parts of one execution by their exact path; each answer is a copy.
 */
public interface Tree {

	/** Null when the execution is not known. */
	@Nullable Execution execution();

	@Nullable Scope scope(String path);

	@Nullable Run run(String path);

	/**
	 * A result that the execution keeps of the one that it takes up; null when there is
	 * none.
	 */
	@Nullable KeptResult kept(Rerun rerun, String path);

	StateSize size();

}
