package io.windhover.worker;

/**
 * What an operator can have the worker do; each may be asked for again.
 */
public interface WorkerControl {

	/**
	 * Takes no more jobs and finishes what runs, also after a restart, until resumed.
	 * Returns when that is durable, not when what runs has ended.
	 * @param note who asks for it, when and why; of a worker that is drained already it
	 * replaces the one before only where it has a reason
	 * @throws java.io.UncheckedIOException when it could not be made durable; then
	 * nothing changed
	 */
	void drain(DrainNote note);

	/**
	 * Takes jobs again.
	 * @throws java.io.UncheckedIOException when it could not be made durable; then
	 * nothing changed
	 */
	void resume();

	/**
	 * Stops the attempts of a task run that are here, to end as KILLED.
	 * @param reason who kills it and why, which becomes the error of the attempts
	 */
	Kill kill(String taskRunId, String reason);

	/**
	 * What becomes of a task run that is to be killed.
	 */
	enum Kill {

		/** It is told to stop, or was before, and ends as KILLED. */
		KILLED,
		/** It has ended already; only its result is still on its way. */
		ENDED,
		/** It is not here. */
		UNKNOWN

	}

}
