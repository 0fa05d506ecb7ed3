package io.windhover.worker.task;

import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import org.springframework.stereotype.Component;

@Component
class SleepTask implements TaskType<SleepTask.Configuration> {

	@Override
	public String type() {
		return "sleep";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Waits for a duration.";
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) throws InterruptedException {
		Thread.sleep(configuration.duration().toMillis());
		return Map.of();
	}

	record Configuration(@JsonPropertyDescription("How long the task does nothing") @NotNull Duration duration) {
	}

}
