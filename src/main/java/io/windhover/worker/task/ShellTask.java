package io.windhover.worker.task;

import java.util.List;
import java.util.Map;

import io.windhover.flow.MetricDefinition;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class ShellTask implements TaskType<ShellTask.Configuration> {

	/** The counter of lines. */
	static final String OUTPUT_LINES = "output.lines";

	@Override
	public String type() {
		return "shell";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Runs a command with /bin/sh in a directory of its own.";
	}

	@Override
	public List<MetricDefinition> metrics() {
		return List.of(new MetricDefinition(OUTPUT_LINES, MetricDefinition.Kind.COUNTER, "lines",
				"Lines that commands wrote, by stream (stdout or stderr)", List.of("stream")));
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) throws Exception {
		return new ShellCommand(configuration, context).run();
	}

	/**
	 * What a flow says of the task.
	 *
	 * @param environment variables besides the few that every command gets
	 * @param workingDirectory where the command runs; by default an empty directory that
	 * is deleted afterwards
	 */
	record Configuration(@NotBlank String command, @Nullable Map<String, String> environment,
			@Nullable String workingDirectory) {
	}

}
