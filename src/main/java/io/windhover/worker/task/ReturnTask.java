package io.windhover.worker.task;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import org.springframework.stereotype.Component;

@Component
class ReturnTask implements TaskType<ReturnTask.Configuration> {

	@Override
	public String type() {
		return "return";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Makes a value its output, for the tasks that follow.";
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) {
		return Map.of("value", configuration.value());
	}

	record Configuration(@JsonPropertyDescription("What the task gives, as outputs.<id>.value") @NotNull Object value) {
	}

}
