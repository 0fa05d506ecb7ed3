package io.windhover.api.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.windhover.execution.Attempt;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskRun;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of a task run.
 */
@Schema(name = "TaskRun")
@JsonInclude(JsonInclude.Include.NON_NULL)
record TaskRunDescriptor(String id,
		@Schema(description = "Where it stands in the tree of its execution, such as each[3].say.") String path,
		@Schema(description = "The path of the control task that it is in; absent when it is in none.") @Nullable String parent,
		@Schema(description = "Of the loop that it is in directly, from 0; absent when it is in none.") @Nullable Integer iteration,
		String taskId, String taskType, State state, List<StateDescriptor> history,
		@Schema(description = "None of a control task.") List<AttemptDescriptor> attempts,
		@Nullable Map<String, Object> outputs, @Nullable String error,
		@Schema(description = "True where it did not run, because its execution keeps the result of the one that it restarts or replays; else absent.") @Nullable Boolean kept) {

	static TaskRunDescriptor of(TaskRun run) {
		TreePath path = TreePath.of(run.path());
		return new TaskRunDescriptor(run.id(), run.path(), path.parent(), path.iteration(), run.taskId(),
				run.taskType(), run.state(), StateDescriptor.of(run.history()),
				run.attempts().stream().map(AttemptDescriptor::of).toList(), run.outputs(), run.error(), run.kept());
	}

	/**
	 * One try of a task run.
	 */
	@Schema(name = "Attempt")
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record AttemptDescriptor(@Schema(description = "Counts from 1.") int number, State state,
			@Schema(description = "The instance that runs or ran it.") @Nullable String worker, Instant queuedAt,
			@Nullable Instant startedAt, @Nullable Instant endedAt,
			@Schema(type = "string", format = "duration",
					description = "From its start to its end; absent before.") @Nullable Duration duration,
			@Nullable String error, List<MetricDescriptor> metrics) {

		static AttemptDescriptor of(Attempt attempt) {
			return new AttemptDescriptor(attempt.number(), attempt.state(),
					(attempt.worker() != null) ? attempt.worker().id() : null, attempt.queuedAt(), attempt.startedAt(),
					attempt.endedAt(), duration(attempt.startedAt(), attempt.endedAt()), attempt.error(),
					attempt.metrics().stream().map(MetricDescriptor::of).toList());
		}

		private static @Nullable Duration duration(@Nullable Instant from, @Nullable Instant to) {
			return (from != null && to != null) ? Duration.between(from, to) : null;
		}

	}

	/**
	 * A figure that an attempt published.
	 */
	@Schema(name = "Metric")
	record MetricDescriptor(String name, @Schema(description = "counter or timer") String kind,
			@Schema(description = "What was counted, or seconds.") double value, Map<String, String> tags) {

		static MetricDescriptor of(TaskMetric metric) {
			return new MetricDescriptor(metric.name(), metric.kind().name().toLowerCase(Locale.ROOT), metric.value(),
					metric.tags());
		}

	}

}
