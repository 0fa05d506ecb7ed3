package io.windhover.worker.attempt;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;
import io.windhover.plugin.TaskAttempt;
import io.windhover.plugin.TaskPlugin;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskType;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * A task type of a plugin, run as any other.
 */
public record PluginTask<C>(TaskPlugin<C> plugin) implements TaskType<C> {

	@Override
	public String type() {
		return this.plugin.type();
	}

	@Override
	public Class<C> configurationType() {
		return this.plugin.configurationType();
	}

	@Override
	public String description() {
		return this.plugin.description();
	}

	@Override
	public List<MetricDefinition> metrics() {
		return this.plugin.metrics();
	}

	@Override
	public Map<String, Object> run(C configuration, TaskContext context) throws Exception {
		Map<String, Object> outputs = this.plugin.run(configuration, new Attempt(context));
		return (outputs != null) ? outputs : Map.of();
	}

	/** What the plugin sees of the attempt. */
	private record Attempt(TaskContext context) implements TaskAttempt {

		@Override
		public String executionId() {
			return this.context.executionId();
		}

		@Override
		public String taskRunId() {
			return this.context.taskRunId();
		}

		@Override
		public String taskId() {
			return this.context.taskId();
		}

		@Override
		public String namespace() {
			return this.context.flow().namespace();
		}

		@Override
		public String flowId() {
			return this.context.flow().id();
		}

		@Override
		public int number() {
			return this.context.attempt();
		}

		@Override
		public @Nullable String traceparent() {
			return this.context.traceHeaders().traceparent();
		}

		@Override
		public @Nullable String tracestate() {
			return this.context.traceHeaders().tracestate();
		}

		@Override
		public void log(System.Logger.Level level, String message) {
			this.context.log(switch (level) {
				case ALL, TRACE -> Level.TRACE;
				case DEBUG -> Level.DEBUG;
				case INFO -> Level.INFO;
				case WARNING -> Level.WARN;
				default -> Level.ERROR;
			}, message);
		}

		@Override
		public void setLabel(String name, String value) {
			this.context.setLabel(name, value);
		}

		@Override
		public void setOutput(String name, Object value) {
			this.context.setOutput(name, value);
		}

		@Override
		public Path createDirectory() throws IOException {
			return this.context.createDirectory();
		}

		@Override
		public @Nullable Path workingDirectory() throws IOException {
			return this.context.workingDirectory();
		}

		@Override
		public void count(String name, double value, String... tags) {
			this.context.count(name, value, tags);
		}

		@Override
		public void record(String name, Duration duration, String... tags) {
			this.context.record(name, duration, tags);
		}

	}

}
