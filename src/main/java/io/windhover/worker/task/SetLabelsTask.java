package io.windhover.worker.task;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import org.springframework.stereotype.Component;

@Component
class SetLabelsTask implements TaskType<SetLabelsTask.Configuration> {

	@Override
	public String type() {
		return "set-labels";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Adds labels to the execution that runs.";
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) {
		configuration.labels().forEach(context::setLabel);
		return Map.of();
	}

	record Configuration(
			@JsonPropertyDescription("Labels by name, in the place of those that the execution has under it") @NotNull @NotEmpty Map<String, String> labels) {
	}

}
