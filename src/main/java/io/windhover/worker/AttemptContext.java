package io.windhover.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.windhover.execution.Job;
import io.windhover.flow.FlowKey;
import io.windhover.flow.MetricDefinition;
import io.windhover.worker.task.TaskContext;
import org.slf4j.event.Level;

/**
 * What a task sees of its attempt.
 */
record AttemptContext(Job job, AttemptLog log, AttemptMetrics metrics, AttemptFacts facts,
		ScratchDirectories scratch) implements TaskContext {

	private static final double NANOS_OF_SECOND = 1e9;

	@Override
	public String executionId() {
		return this.job.executionId();
	}

	@Override
	public String taskRunId() {
		return this.job.taskRunId();
	}

	@Override
	public String taskId() {
		return this.job.task().id();
	}

	@Override
	public FlowKey flow() {
		return this.job.flow();
	}

	@Override
	public int attempt() {
		return this.job.attempt();
	}

	@Override
	public void log(Level level, String message) {
		this.log.log(level, message);
	}

	@Override
	public void tell(String name, Object value) {
		this.facts.put(name, value);
	}

	@Override
	public Path createDirectory() throws IOException {
		return this.scratch.create(this.job.task().type());
	}

	@Override
	public void count(String name, double value, String... tags) {
		this.metrics.publish(name, MetricDefinition.Kind.COUNTER, value, tags);
	}

	@Override
	public void record(String name, Duration duration, String... tags) {
		this.metrics.publish(name, MetricDefinition.Kind.TIMER, duration.toNanos() / NANOS_OF_SECOND, tags);
	}

}
