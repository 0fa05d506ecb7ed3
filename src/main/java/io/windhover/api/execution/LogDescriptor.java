package io.windhover.api.execution;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.LogLine;
import org.slf4j.event.Level;

/**
 * What the API tells of a log line.
 */
@Schema(name = "LogLine")
record LogDescriptor(Instant at, Level level, String taskId, String taskRunId, int attempt, String message) {

	static LogDescriptor of(LogLine line) {
		return new LogDescriptor(line.at(), line.level(), line.taskId(), line.taskRunId(), line.attempt(),
				line.message());
	}

	String text() {
		return "%s %-5s %s#%d %s%n".formatted(this.at, this.level, this.taskId, this.attempt, this.message);
	}

}
