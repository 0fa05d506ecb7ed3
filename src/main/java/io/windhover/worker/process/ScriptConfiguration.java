package io.windhover.worker.process;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * What a flow says of a script.
 */
record ScriptConfiguration(
		@JsonPropertyDescription("The script itself") @NotBlank @Size(max = 256 * 1024,
				message = "must have at most 262144 characters") String script,
		@JsonPropertyDescription("Program that runs the script, with its arguments, as a list") @Nullable @Size(min = 1,
				message = "must name a program") List<@NotBlank String> interpreter,
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
