package io.windhover.execution.machine;

import io.windhover.execution.Execution;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the parts of one execution by their exact path; each answer is a copy.
 */
public interface Tree {

	/** Null when the execution is not known. */
	@Nullable Execution execution();

	@Nullable Scope scope(String path);

	@Nullable Run run(String path);

}
