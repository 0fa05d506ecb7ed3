package io.windhover.worker.task;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import org.springframework.stereotype.Component;

@Component
class FailTask implements TaskType<FailTask.Configuration> {

	@Override
	public String type() {
		return "fail";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Fails with a message.";
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) throws TaskFailedException {
		throw new TaskFailedException(configuration.message(), Map.of());
	}

	record Configuration(@JsonPropertyDescription("Why the task fails") @NotNull String message) {
	}

}
