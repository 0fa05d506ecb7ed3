package io.windhover.execution.plan;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a control task decides when it is asked what to do next.
 */
public sealed interface Next {

	/** Its children first. */
	Next WAIT = new Wait(null, false);

	/** There is nothing more to begin. */
	Next DONE = new Done();

	/**
	 * Begin a child, then ask again.
	 *
	 * @param item what the templates of the child see as {@code item}
	 */
	record Begin(Child child, @Nullable Object item) implements Next {
	}

	/**
	 * Ask again after a child's end, or when the wait is over.
	 *
	 * @param delay null to wait for a child or for somebody
	 */
	record Wait(@Nullable Duration delay, boolean paused) implements Next {
	}

	/**
	 * Start an execution of another flow, then ask again.
	 *
	 * @param waits whether its end is waited for
	 */
	record Start(SubflowStart subflow, boolean waits) implements Next {
	}

	/** There is nothing more to begin. */
	record Done() implements Next {
	}

	/** The scope fails by itself. */
	record Fail(String error) implements Next {
	}

}
