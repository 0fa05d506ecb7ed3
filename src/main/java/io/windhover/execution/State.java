package io.windhover.execution;

/**
 * Where an execution or a task run stands.
 */
public enum State {

	CREATED, QUEUED, RUNNING, PAUSED, RETRYING, SUCCESS, WARNING, FAILED, KILLED, SKIPPED;

	/**
	 * Whether nothing follows it.
	 */
	public boolean isTerminal() {
		return switch (this) {
			case SUCCESS, WARNING, FAILED, KILLED, SKIPPED -> true;
			case CREATED, QUEUED, RUNNING, PAUSED, RETRYING -> false;
		};
	}

}
