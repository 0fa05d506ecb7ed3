package io.windhover.worker.task;

import java.util.Map;

/**
 * A failure of a task that leaves outputs behind, such as the exit code of a command.
 */
public class TaskFailedException extends Exception {

	private final transient Map<String, Object> outputs;

	/**
	 * Takes a message for people, and outputs that must be writable as JSON.
	 */
	public TaskFailedException(String message, Map<String, Object> outputs) {
		super(message);
		this.outputs = outputs;
	}

	/**
	 * The outputs of the failed task, by name.
	 */
	public Map<String, Object> outputs() {
		return this.outputs;
	}

}
