package io.windhover.management.endpoint.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.windhover.execution.State;
import io.windhover.flow.MetricDefinition;
import io.windhover.http.Paged;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What the endpoint {@code worker} answers.
 */
public final class WorkerDescriptors {

	private WorkerDescriptors() {
	}

	/**
	 * This worker.
	 *
	 * @param runningCount all that the filters let pass, on whatever page
	 * @param groups whose jobs it takes
	 * @param drain null when no operator drained it
	 * @param more whether there are some on further pages
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Worker(int runningCount, List<Running> runnings, Slots slots, List<String> groups, String state,
			@Nullable Drain drain, String instance, int page, int size,
			boolean more) implements OperationResponseBody, Paged {
	}

	/**
	 * Who drained the worker, when, and why.
	 *
	 * @param since null where an older version drained it
	 * @param by null where an older version drained it
	 * @param reason in their words; null when they gave none
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Drain(@Nullable Instant since, @Nullable String by, @Nullable String reason) {
	}

	/**
	 * Something that runs here.
	 *
	 * @param type what runs: a task
	 * @param stopping why it was told to stop; null when it was not
	 * @param stuck null when it is not
	 * @param usual how long its task usually takes; null while that is not known
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Running(String type, TaskRun taskRun, Task task, @Nullable String stopping, @Nullable Stuck stuck,
			@Nullable Duration usual) {
	}

	/**
	 * Something that runs here, looked at closely.
	 *
	 * @param usual how long its task usually takes; null while that is not known
	 * @param facts what the task type says of this attempt
	 * @param thread null when it is between two
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Detail(String type, TaskRun taskRun, Task task, @Nullable String stopping, @Nullable Stuck stuck,
			List<Attempt> attempts, @Nullable Duration usual, @Nullable Object configuration, Map<String, Object> facts,
			List<Metric> metrics, List<Line> log, @Nullable ThreadStack thread,
			String instance) implements OperationResponseBody {
	}

	/**
	 * A task run, as far as it may be shown.
	 */
	public record TaskRun(String id, String executionId, String namespace, String flowId, int flowRevision,
			String taskId, int attempt, State state, Instant startedAt, Duration duration) {
	}

	/**
	 * A task, as far as it may be shown.
	 */
	public record Task(String id, String type) {
	}

	/**
	 * How many attempts run here and may run here.
	 */
	public record Slots(int used, int max) {
	}

	/**
	 * Why it counts as stuck.
	 *
	 * @param cause where its thread stands; null when it stands nowhere now, and in a
	 * long list but for the oldest
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Stuck(Instant since, String reason, @Nullable String cause) {
	}

	/**
	 * An attempt of a task run.
	 *
	 * @param timeout null when it may take any time
	 * @param deadline when its timeout is over
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Attempt(int number, Instant queuedAt, Instant startedAt, @Nullable Duration timeout,
			@Nullable Instant deadline) {
	}

	/**
	 * What was published under a name and tags so far.
	 *
	 * @param count how often
	 * @param total seconds of a timer, the sum of a counter
	 * @param max the longest of a timer; null of a counter
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	public record Metric(String name, MetricDefinition.Kind kind, Map<String, String> tags, @Nullable Long count,
			double total, @Nullable Double max) {
	}

	/**
	 * A line of its log.
	 */
	public record Line(Instant at, Level level, String message) {
	}

	/**
	 * A thread and what it is in.
	 *
	 * @param stack the innermost frame first
	 */
	public record ThreadStack(String name, Thread.State state, List<String> stack) {
	}

}
