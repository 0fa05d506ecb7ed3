package io.windhover.management.metrics.role;

import java.util.stream.Stream;

import io.windhover.flow.Flow;
import io.windhover.flow.WorkerGroup;
import io.windhover.flow.task.WorkerTask;
import io.windhover.topic.ServedGroups;

/**
 * The tasks of a flow that this worker may be given, by the worker groups that it serves.
 */
public record ServedTasks(ServedGroups groups) {

	Stream<WorkerTask> tasks(Flow flow) {
		return flow.workerTasks().stream().filter(this::isServed);
	}

	private boolean isServed(WorkerTask task) {
		String group = task.workerGroup();
		return this.groups.names().contains((group != null) ? group : WorkerGroup.DEFAULT);
	}

}
