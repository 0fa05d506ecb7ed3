package io.windhover.execution.tree;

import java.util.List;
import java.util.Map;

import io.windhover.execution.plan.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The scopes of an execution in the middle of an event.
 */
public interface Scopes {

	/** Null when there is none at that path. */
	@Nullable Scope look(String path);

	/** What the flow has under {@code variables}. */
	Map<String, Object> variables();

	/** What is to be done so far, and is not yet in any store. */
	List<Effect> effects();

}
