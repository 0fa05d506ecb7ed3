package io.windhover.execution.machine;

import org.jspecify.annotations.Nullable;

/**
 * The scopes of an execution in the middle of an event.
 */
public interface Scopes {

	/** Null when there is none at that path. */
	@Nullable Scope scope(String path);

}
