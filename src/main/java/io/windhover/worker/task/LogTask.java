package io.windhover.worker.task;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.springframework.stereotype.Component;

@Component
class LogTask implements TaskType<LogTask.Configuration> {

	@Override
	public String type() {
		return "log";
	}

	@Override
	public Class<Configuration> configurationType() {
		return Configuration.class;
	}

	@Override
	public String description() {
		return "Writes a message to the log of the execution.";
	}

	@Override
	public Map<String, Object> run(Configuration configuration, TaskContext context) {
		Level level = (configuration.level() != null) ? configuration.level() : Level.INFO;
		context.log(level, configuration.message());
		return Map.of();
	}

	/**
	 * What a flow says of the task.
	 *
	 * @param level INFO unless it says otherwise
	 */
	record Configuration(@JsonPropertyDescription("Text of the line") @NotNull String message,
			@JsonPropertyDescription("Level of the line; info by default") @Nullable Level level) {
	}

}
