package io.windhover.worker.task;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import org.springframework.stereotype.Component;

@Component
class SetOutputsTask implements TaskType<SetOutputsTask.Configuration> {

	@Override
	public String type() {
		return "set-outputs";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Adds to the outputs of the execution that runs.";
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) {
		configuration.outputs().forEach(context::setOutput);
		return Map.of();
	}

	record Configuration(
			@JsonPropertyDescription("Values by name, in the place of what the execution gives under it") @NotNull @NotEmpty Map<String, Object> outputs) {
	}

}
