package io.windhover.executor.state;

import io.windhover.executor.ExecutorView.InFlight;
import io.windhover.flow.Flow;
import io.windhover.flow.WorkerGroup;
import io.windhover.topic.flow.FlowDirectory;
import io.windhover.topic.flow.JobTopics;
import org.jspecify.annotations.Nullable;

/**
 * Looks the groups up in the flows.
 */
public class FlowJobGroups implements JobGroups {

	private final FlowDirectory flows;

	private final JobTopics topics;

	/**
	 * Makes the lookup.
	 * @param topics that know why jobs of a group cannot be sent
	 */
	public FlowJobGroups(FlowDirectory flows, JobTopics topics) {
		this.flows = flows;
		this.topics = topics;
	}

	@Override
	public String of(InFlight taskRun) {
		Flow flow = this.flows.find(taskRun.flow());
		return (flow != null) ? flow.workerGroup(taskRun.taskId()) : WorkerGroup.DEFAULT;
	}

	@Override
	public @Nullable String failure(String group) {
		return this.topics.failure(group);
	}

}
