package io.windhover.executor;

import io.windhover.execution.InstanceRef;

/**
 * An attempt that a worker runs. Its key begins with the worker, so that all of one
 * worker are one range.
 */
record Lease(InstanceRef worker, String executionId, String taskRunId, int attempt) {

	String key() {
		return prefix(this.worker) + this.executionId + "/" + this.taskRunId;
	}

	static String prefix(InstanceRef worker) {
		return worker.id() + "/" + worker.incarnation() + "/";
	}

	/**
	 * What sorts after all keys of a worker and before those of any later one.
	 */
	static String after(InstanceRef worker) {
		return worker.id() + "/" + worker.incarnation() + (char) ('/' + 1);
	}

}
