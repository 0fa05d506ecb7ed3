package io.windhover.worker.attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import io.windhover.execution.ExecutionChange;
import io.windhover.execution.Job;
import io.windhover.execution.LogLine;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.flow.FlowKey;
import io.windhover.flow.MetricDefinition;
import io.windhover.secret.UsedSecrets;
import io.windhover.worker.task.TaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * What a task sees of its attempt.
 */
public record AttemptContext(Job job, AttemptLog log, AttemptMetrics metrics, AttemptFacts facts, UsedSecrets secrets,
		ScratchDirectories scratch, AttemptFiles files, AttemptDirectory directory, AttemptChange changed,
		int maxProcesses) implements TaskContext {

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
	public TraceHeaders traceHeaders() {
		return this.job.traceHeaders();
	}

	@Override
	public void log(Level level, String message) {
		this.log.log(level, masked(message));
	}

	/** How much its task run has logged so far; null for nothing. */
	LogLine.@Nullable LogVolume logged() {
		return this.log.volume();
	}

	@Override
	public void tell(String name, Object value) {
		this.facts.put(name, this.secrets.isEmpty() ? value : masked(value));
	}

	private Object masked(Object value) {
		String text = String.valueOf(value);
		String masked = this.secrets.mask(text);
		return masked.equals(text) ? value : masked;
	}

	@Override
	public void setLabel(String name, String value) {
		this.changed.label(name, value);
	}

	@Override
	public void setOutput(String name, Object value) {
		this.changed.output(name, value);
	}

	/** What it sets of its execution, without its secrets. */
	ExecutionChange change() {
		return this.changed.masked(this.secrets);
	}

	@Override
	public String masked(String text) {
		return this.secrets.mask(text);
	}

	@Override
	public String maskedCut(String text) {
		return this.secrets.maskCut(text);
	}

	@Override
	public Path createDirectory() throws IOException {
		return this.scratch.create(this.job.task().type());
	}

	@Override
	public @Nullable Path workingDirectory() throws IOException {
		return this.directory.open();
	}

	@Override
	public void count(String name, double value, String... tags) {
		this.metrics.publish(name, MetricDefinition.Kind.COUNTER, value, masked(tags));
	}

	@Override
	public void record(String name, Duration duration, String... tags) {
		this.metrics.publish(name, MetricDefinition.Kind.TIMER, duration.toNanos() / NANOS_OF_SECOND, masked(tags));
	}

	private String[] masked(String... tags) {
		return this.secrets.isEmpty() ? tags : Stream.of(tags).map(this.secrets::mask).toArray(String[]::new);
	}

}
