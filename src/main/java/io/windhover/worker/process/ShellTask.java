package io.windhover.worker.process;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.windhover.flow.MetricDefinition;
import io.windhover.worker.task.TaskContext;
import io.windhover.worker.task.TaskType;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class ShellTask implements TaskType<ShellTask.Configuration> {

	private static final List<String> INTERPRETER = List.of("/bin/sh", "-c");

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
		return "Runs a command with /bin/sh, or another interpreter, in a directory of its own.";
	}

	@Override
	public List<MetricDefinition> metrics() {
		return ProcessRun.METRICS;
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) throws Exception {
		ProcessSpec spec = new ProcessSpec(Objects.requireNonNullElse(configuration.interpreter(), INTERPRETER),
				(scratch) -> configuration.command(), Objects.requireNonNullElse(configuration.environment(), Map.of()),
				configuration.workingDirectory(),
				ProcessFiles.of(configuration.inputFiles(), configuration.outputFiles(), null),
				configuration.acceptExitCode(), configuration.memory());
		return new ProcessRun(spec, context).run();
	}

	/**
	 * What a flow says of the task.
	 */
	record Configuration(@JsonPropertyDescription("What the interpreter runs") @NotBlank String command,
			@JsonPropertyDescription("Program that runs the command, with its arguments; [/bin/sh, -c] by default") @Nullable @Size(
					min = 1, message = "must name a program") List<@NotBlank String> interpreter,
			@JsonPropertyDescription("Variables besides the few that every process gets") @Nullable Map<String, String> environment,
			@JsonPropertyDescription("Where it runs; by default a directory of its own that is deleted afterwards") @Nullable String workingDirectory,
			@JsonPropertyDescription(ProcessFiles.INPUTS) @Nullable @Size(max = ProcessFiles.MOST,
					message = ProcessFiles.TOO_MANY) Map<String, Object> inputFiles,
			@JsonPropertyDescription(ProcessFiles.OUTPUTS) @Nullable @Size(max = ProcessFiles.MOST,
					message = ProcessFiles.TOO_MANY) List<@NotBlank String> outputFiles,
			@JsonPropertyDescription("Exit codes that do not fail the task; 0 by default") @Nullable List<Integer> acceptExitCode,
			@JsonPropertyDescription(MemoryLimit.DESCRIPTION) @Nullable @Pattern(regexp = MemoryLimit.PATTERN,
					message = MemoryLimit.MESSAGE) String memory) {

		@AssertTrue(message = ProcessFiles.OWN_DIRECTORY)
		boolean isInOwnDirectory() {
			return ProcessFiles.fit(this.inputFiles, this.outputFiles, this.workingDirectory);
		}

	}

}
