package io.windhover.repository.elasticsearch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.windhover.execution.Execution;
import io.windhover.execution.FailureCause;
import io.windhover.execution.LogLine;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.TriggerState;
import io.windhover.repository.MetricDocument;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a document: all that it is, and beside it what is searched by. What
 * nobody could find it by must be there.
 */
sealed interface DocumentSource {

	@JsonProperty("@timestamp")
	Instant timestamp();

	private static List<String> pairs(Map<String, String> map) {
		return map.entrySet().stream().map((entry) -> entry.getKey() + "=" + entry.getValue()).toList();
	}

	/**
	 * An execution.
	 */
	record OfExecution(@JsonProperty("@timestamp") Instant timestamp, @Nullable Long durationMillis,
			List<String> labelPairs, @Nullable String cause,
			@JsonUnwrapped Execution execution) implements DocumentSource {

		static OfExecution of(Execution execution) {
			Objects.requireNonNull(execution.state(), "state");
			Instant end = execution.endedAt();
			return new OfExecution(execution.createdAt(),
					(end != null) ? Duration.between(execution.createdAt(), end).toMillis() : null,
					pairs(execution.labels()), FailureCause.idOf(execution), execution);
		}

	}

	/**
	 * A task run.
	 */
	record OfTaskRun(@JsonProperty("@timestamp") Instant timestamp, Instant createdAt, @Nullable Long durationMillis,
			@JsonUnwrapped TaskRun taskRun) implements DocumentSource {

		static OfTaskRun of(TaskRun run) {
			Instant createdAt = run.createdAt();
			return new OfTaskRun(createdAt, createdAt, duration(run), run);
		}

		private static @Nullable Long duration(TaskRun run) {
			if (!run.state().isTerminal() || run.history().isEmpty() || run.attempts().isEmpty()) {
				return null;
			}
			Instant end = run.history().get(run.history().size() - 1).at();
			return Duration.between(run.attempts().get(0).queuedAt(), end).toMillis();
		}

	}

	/**
	 * A trigger.
	 */
	record OfTrigger(@JsonProperty("@timestamp") Instant timestamp, String id,
			@JsonUnwrapped TriggerState trigger) implements DocumentSource {

		static OfTrigger of(TriggerState trigger) {
			return new OfTrigger(trigger.updatedAt(), trigger.key(), trigger);
		}

	}

	/**
	 * A line of a log.
	 */
	record OfLogLine(@JsonProperty("@timestamp") Instant timestamp, String id,
			@JsonUnwrapped LogLine line) implements DocumentSource {

		static OfLogLine of(LogLine line) {
			Objects.requireNonNull(line.level(), "level");
			return new OfLogLine(line.at(), line.id(), line);
		}

	}

	/**
	 * A figure.
	 */
	record OfMetric(@JsonProperty("@timestamp") Instant timestamp, String id, List<String> tagPairs,
			@JsonUnwrapped MetricDocument metric) implements DocumentSource {

		static OfMetric of(MetricDocument metric) {
			return new OfMetric(metric.at(), metric.id(), pairs(metric.tags()), metric);
		}

	}

}
