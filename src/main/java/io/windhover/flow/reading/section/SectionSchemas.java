package io.windhover.flow.reading.section;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.windhover.flow.Concurrency;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.WebhookSignature;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.WorkerGroup;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.SecretName;
import io.windhover.flow.task.Retry;
import io.windhover.flow.task.WorkerTask;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a flow as people write them, with what holds for each property by itself.
 */
public final class SectionSchemas {

	private static final String NAMESPACE = FlowKey.NAMESPACE;

	private static final String NAMESPACE_MESSAGE = "may hold lower case letters, digits, '.', '_' and '-', "
			+ "up to 150 of them, the first a letter or digit";

	private static final String ID = FlowKey.ID;

	private static final String ID_MESSAGE = "may hold letters, digits, '_' and '-', up to 100 of them";

	private static final String KEY_MESSAGE = "must have 16 to 200 letters, digits, '_' and '-'; "
			+ "make one that nobody can guess, such as by 'openssl rand -hex 20'";

	private static final String SECRET_MESSAGE = "is the name of a secret, with letters, digits, '_', '.' and '-', no template";

	public static final String DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?)?";

	private static final String DATE_MESSAGE = "must be a date such as 2026-12-31, 2026-12-31T18:00 or 2026-12-31T18:00:00+01:00";

	private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?";

	private static final String TIME_MESSAGE = "must be a time of day such as 10:00";

	private static final String POSITIVE = "must be longer than zero";

	private static final String NO_TASKS = "must have at least one task";

	private SectionSchemas() {
	}

	public record FlowShape(
			@JsonPropertyDescription("Where the flow belongs, such as shop.orders") @NotNull @Pattern(
					regexp = NAMESPACE, message = NAMESPACE_MESSAGE) String namespace,
			@JsonPropertyDescription("Names the flow; unique in its namespace") @NotNull @Pattern(regexp = ID,
					message = ID_MESSAGE) String id,
			@JsonPropertyDescription("What the flow is for") @Nullable String description,
			@JsonPropertyDescription("Given to each execution; a value may be a template") @Nullable Map<String, String> labels,
			@JsonPropertyDescription("What an execution is given") @Nullable List<Object> inputs,
			@JsonPropertyDescription("What an execution does, one after the other") @NotNull @NotEmpty(
					message = NO_TASKS) List<Object> tasks,
			@JsonPropertyDescription("What starts executions") @Nullable List<Object> triggers,
			@JsonPropertyDescription("Tasks that run when the tasks have failed") @Nullable List<Object> errors,
			@JsonPropertyDescription("Tasks that run at the end, whatever it is") @JsonProperty("finally") @Nullable List<Object> finallyTasks,
			@JsonPropertyDescription("Runs all tasks again when they have failed") @Nullable RetryShape retry,
			@JsonPropertyDescription("After which an execution that still runs fails") @Nullable @DurationMin(nanos = 1,
					message = POSITIVE) Duration timeout,
			@JsonPropertyDescription("How many executions may run at the same time") @Nullable ConcurrencyShape concurrency,
			@JsonPropertyDescription("Properties by task type, for the tasks that do not set them") @Nullable Map<String, Object> taskDefaults,
			@JsonPropertyDescription("Values that templates read as vars; templates in them are left to render()") @Nullable Map<String, Object> variables,
			@JsonPropertyDescription("What an execution that succeeds gives, as templates") @Nullable Map<String, Object> outputs,
			@JsonPropertyDescription("What is expected of the flow; reported when it is missed") @Nullable ExpectShape expect,
			@JsonPropertyDescription("Whether nothing starts executions; false by default") @Nullable Boolean disabled) {
	}

	public record ExpectShape(
			@JsonPropertyDescription("Longest time from one success to the next") @Nullable @DurationMin(nanos = 1,
					message = POSITIVE) Duration successEvery,
			@JsonPropertyDescription("Time of day by which an execution has begun on that day, such as 10:00") @Nullable @Pattern(
					regexp = TIME, message = TIME_MESSAGE) String startedBy,
			@JsonPropertyDescription("Time of day by which an execution has succeeded on that day, such as 10:00") @Nullable @Pattern(
					regexp = TIME, message = TIME_MESSAGE) String endedBy,
			@JsonPropertyDescription("Time zone of startedBy and endedBy, such as Europe/Paris; UTC by default") @Nullable ZoneId timezone,
			@JsonPropertyDescription("Days of the week on which startedBy and endedBy hold; all without it") @Nullable @Size(
					min = 1, max = 7) List<DayOfWeek> days,
			@JsonPropertyDescription("Longest time that an execution may take from its start") @Nullable @DurationMin(
					nanos = 1, message = POSITIVE) Duration maxDuration,
			@JsonPropertyDescription("What becomes of an execution that takes longer: it is reported (report, the default) or killed as well (kill)") Expectations.@Nullable OnMaxDuration onMaxDuration,
			@JsonPropertyDescription("Least sum of a metric over the tasks of an execution that succeeds") @Nullable MinMetricShape minMetric,
			@JsonPropertyDescription("How many executions may fail one after the other") @Nullable @Min(0) @Max(1_000) Integer maxFailuresInARow) {
	}

	public record MinMetricShape(@JsonPropertyDescription("Name of the metric, as a task publishes it") @NotNull @Size(
			min = 1, max = 200) String name, @JsonPropertyDescription("Least sum") @NotNull Double value) {
	}

	public record ConcurrencyShape(@JsonPropertyDescription("How many") @NotNull @Min(1) Integer limit,
			@JsonPropertyDescription("What becomes of one more: it waits (queue, the default), ends as KILLED (cancel) or as FAILED (fail)") Concurrency.@Nullable Behavior behavior) {
	}

	record InputShape(
			@JsonPropertyDescription("Name of the input; unique in its flow") @NotNull @Pattern(regexp = ID,
					message = ID_MESSAGE) String id,
			@JsonPropertyDescription("Type that a value is converted to") Input.@NotNull Type type,
			@JsonPropertyDescription("Whether a value must be given; true unless there is a default") @Nullable Boolean required,
			@JsonPropertyDescription("Value if none is given; may be a template of the inputs before it") @JsonProperty("default") @Nullable Object defaultValue,
			@JsonPropertyDescription("What the input is for") @Nullable String description,
			@JsonPropertyDescription("What a form calls it") @Nullable String displayName,
			@JsonPropertyDescription("Regular expression that all of a string must match") @Nullable String pattern,
			@JsonPropertyDescription("Least value of a number") @Nullable BigDecimal min,
			@JsonPropertyDescription("Greatest value of a number") @Nullable BigDecimal max,
			@JsonPropertyDescription("Type of the elements of an array") Input.@Nullable Type itemType,
			@JsonPropertyDescription("The values of an enum or multi-enum") @Nullable List<String> values) {
	}

	public record TaskShape(
			@JsonPropertyDescription("Names the task; unique in its flow") @NotNull @Pattern(regexp = ID,
					message = ID_MESSAGE) String id,
			@JsonPropertyDescription("Type of the task") @NotNull String type,
			@JsonPropertyDescription("What the task is for") @Nullable String description,
			@JsonPropertyDescription("Template; where it is false the task is SKIPPED") @Nullable String runIf,
			@JsonPropertyDescription("Whether the task is SKIPPED; false by default") @Nullable Boolean disabled,
			@JsonPropertyDescription("Runs the task again when it has failed") @Nullable RetryShape retry,
			@JsonPropertyDescription("After which an attempt that still runs fails") @Nullable @DurationMin(nanos = 1,
					message = POSITIVE) Duration timeout,
			@JsonPropertyDescription("Whether a failure only makes a WARNING; false by default") @Nullable Boolean allowFailure) {
	}

	public record WorkerTaskShape(
			@JsonPropertyDescription("What follows when the worker is lost: another attempt (retry, the default) or a failure (fail)") WorkerTask.@Nullable OnWorkerLoss onWorkerLoss,
			@JsonPropertyDescription("Group of the workers that may run the task; the default group if it is left out") @Nullable @Pattern(
					regexp = WorkerGroup.NAME, message = WorkerGroup.NAME_MESSAGE) String workerGroup) {
	}

	public record HandlersShape(
			@JsonPropertyDescription("Tasks that run when a task in this one has failed") @Nullable List<Object> errors,
			@JsonPropertyDescription("Tasks that run at the end of this one, whatever it is") @JsonProperty("finally") @Nullable List<Object> finallyTasks) {
	}

	public record SequentialShape(
			@JsonPropertyDescription("Tasks that it runs") @NotNull @NotEmpty(message = NO_TASKS) List<Object> tasks,
			@JsonPropertyDescription("Whether its tasks share one directory, in which each finds what those before it have left; false by default") @Nullable Boolean workingDirectory) {
	}

	public record DagShape(
			@JsonPropertyDescription("Tasks that it runs") @NotNull @NotEmpty(message = NO_TASKS) List<Object> tasks) {
	}

	public record ParallelShape(
			@JsonPropertyDescription("How many tasks run at the same time; 0 or nothing for all") @Nullable @Min(0) Integer concurrency,
			@JsonPropertyDescription("Whether a failure keeps others from beginning; true by default") @Nullable Boolean failFast,
			@JsonPropertyDescription("Tasks that run at the same time") @NotNull @NotEmpty(
					message = NO_TASKS) List<Object> tasks) {
	}

	public record IfShape(@JsonPropertyDescription("Template that decides") @NotNull String condition,
			@JsonPropertyDescription("Tasks that run if it is true") @NotNull @NotEmpty(
					message = NO_TASKS) List<Object> then,
			@JsonPropertyDescription("Tasks that run if it is false") @JsonProperty("else") @Nullable List<Object> otherwise) {
	}

	public record SwitchShape(@JsonPropertyDescription("Template whose value chooses the case") @NotNull String value,
			@JsonPropertyDescription("Tasks by value") @NotNull @NotEmpty(
					message = "must have at least one case") Map<String, Object> cases,
			@JsonPropertyDescription("Tasks that run if there is no such case") @JsonProperty("default") @Nullable List<Object> otherwise) {
	}

	public record ForEachShape(
			@JsonPropertyDescription("List or map that is iterated, or a template of one") @NotNull Object items,
			@JsonPropertyDescription("How many iterations run at the same time; 1 by default, 0 for all") @Nullable @Min(0) Integer concurrency,
			@JsonPropertyDescription("Whether a failure keeps further iterations from beginning; true by default") @Nullable Boolean failFast,
			@JsonPropertyDescription("Tasks of each iteration; they see item and index") @NotNull @NotEmpty(
					message = NO_TASKS) List<Object> tasks) {
	}

	public record LoopUntilShape(
			@JsonPropertyDescription("Template that ends the loop when it is true after an iteration") @NotNull String condition,
			@JsonPropertyDescription("Time between iterations; none by default") @Nullable @DurationMin(
					message = "must not be negative") Duration interval,
			@JsonPropertyDescription("After how many the task fails; 100 by default") @Nullable @Min(1) @Max(1_000_000) Integer maxIterations,
			@JsonPropertyDescription("Tasks of each iteration; they see index") @NotNull @NotEmpty(
					message = NO_TASKS) List<Object> tasks) {
	}

	public record PauseShape(
			@JsonPropertyDescription("After which it goes on by itself; without it when it is resumed") @Nullable @DurationMin(
					nanos = 1, message = POSITIVE) Duration duration,
			@JsonPropertyDescription("What the one who resumes it must give") @Nullable List<Object> inputs) {
	}

	public record SubflowShape(
			@JsonPropertyDescription("Namespace of the other flow; that of this flow by default") @Nullable @Pattern(
					regexp = NAMESPACE, message = NAMESPACE_MESSAGE) String namespace,
			@JsonPropertyDescription("The flow whose latest revision it runs") @NotNull @Pattern(regexp = ID,
					message = ID_MESSAGE) String flowId,
			@JsonPropertyDescription("Given to the execution; each value may be a template") @Nullable Map<String, Object> inputs,
			@JsonPropertyDescription("Given to the execution, over those of its flow; each may be a template") @Nullable Map<String, String> labels,
			@JsonPropertyDescription("Whether the task ends when the execution has ended, or else when it is created; true by default") @JsonProperty("wait") @Nullable Boolean waits) {
	}

	public record DependencyShape(
			@JsonPropertyDescription("Tasks of the same dag that must have ended before") @Nullable List<String> dependsOn) {
	}

	public record RetryShape(
			@JsonPropertyDescription("Whether the delay stays (constant) or grows (exponential)") Retry.@NotNull Type type,
			@JsonPropertyDescription("Time before the second attempt") @NotNull @DurationMin(nanos = 1,
					message = POSITIVE) Duration delay,
			@JsonPropertyDescription("Longest time between attempts; PT1H by default") @Nullable @DurationMin(nanos = 1,
					message = POSITIVE) Duration maxDelay,
			@JsonPropertyDescription("What an exponential delay is multiplied by; 2 by default") @Nullable @DecimalMin("1") Double multiplier,
			@JsonPropertyDescription("How many attempts there are, the first included") @NotNull @Min(1) @Max(1_000) Integer maxAttempts) {
	}

	public record ScheduleConditionsShape(
			@JsonPropertyDescription("The first date that it may have, as 2026-01-01, 2026-01-01T07:00 (both in its timezone) or 2026-01-01T07:00:00Z") @Nullable @Pattern(
					regexp = DATE, message = DATE_MESSAGE) String from,
			@JsonPropertyDescription("The last date that it may have; of a day without a time, all of it") @Nullable @Pattern(
					regexp = DATE, message = DATE_MESSAGE) String to,
			@JsonPropertyDescription("The days of the week that have dates; all without it") @Nullable @Size(min = 1,
					max = 7) List<DayOfWeek> days,
			@JsonPropertyDescription("Days without dates, each as 2026-12-25") @Nullable @Size(min = 1,
					max = 1000) List<String> holidays) {
	}

	public record ScheduleShape(
			@JsonPropertyDescription("Names the trigger; unique in its flow") @NotNull @Pattern(regexp = ID,
					message = ID_MESSAGE) String id,
			@JsonPropertyDescription("Type of the trigger") @NotNull String type,
			@JsonPropertyDescription("Five or six fields, or a macro such as @daily") @NotNull String cron,
			@JsonPropertyDescription("Time zone of the dates, such as Europe/Paris; UTC by default") @Nullable ZoneId timezone,
			@JsonPropertyDescription("What the dates of the cron must meet to be dates of the schedule") @Nullable ScheduleConditionsShape conditions,
			@JsonPropertyDescription("Which of the dates that passed while no scheduler ran are started late; last by default") ScheduleTrigger.@Nullable RecoverMissed recoverMissed,
			@JsonPropertyDescription("Given to each execution as they stand") @Nullable Map<String, Object> inputs) {
	}

	public record WebhookShape(
			@JsonPropertyDescription("Names the trigger; unique in its flow") @NotNull @Pattern(regexp = ID,
					message = ID_MESSAGE) String id,
			@JsonPropertyDescription("Type of the trigger") @NotNull String type,
			@JsonPropertyDescription("Last part of its address, which nobody can guess; only its digest is kept") @NotNull @Pattern(
					regexp = WebhookTrigger.KEY, message = KEY_MESSAGE) String key,
			@JsonPropertyDescription("Given to each execution; templates see 'trigger' and 'flow'") @Nullable Map<String, Object> inputs,
			@JsonPropertyDescription("Calls whose body is not signed like this are refused") @Nullable SignatureShape signature) {
	}

	public record SignatureShape(
			@JsonPropertyDescription("The name of the secret that is the key of the HMAC") @NotNull @Pattern(
					regexp = SecretName.REGEX, message = SECRET_MESSAGE) String secret,
			@JsonPropertyDescription("The header with the signature; X-Hub-Signature-256 unless it is said") @Nullable @Pattern(
					regexp = "[A-Za-z0-9-]{1,100}", message = "must be the name of a header") String header,
			@JsonPropertyDescription("Hash of the HMAC; sha256 by default") WebhookSignature.@Nullable Algorithm algorithm,
			@JsonPropertyDescription("How the signature is written; hex by default") WebhookSignature.@Nullable Encoding encoding) {
	}

	public record FlowTriggerShape(
			@JsonPropertyDescription("Names the trigger; unique in its flow") @NotNull @Pattern(regexp = ID,
					message = ID_MESSAGE) String id,
			@JsonPropertyDescription("Type of the trigger") @NotNull String type,
			@JsonPropertyDescription("Of the flows that it listens to; with a dot at its end, all namespaces below it") @Nullable @Pattern(
					regexp = NAMESPACE, message = NAMESPACE_MESSAGE) String namespace,
			@JsonPropertyDescription("The flow that it listens to; all flows of the namespace without it") @Nullable @Pattern(
					regexp = ID, message = ID_MESSAGE) String flowId,
			@JsonPropertyDescription("How the executions end that start one; SUCCESS without it") @Nullable @Size(
					min = 1, max = 4) List<FlowTrigger.End> states,
			@JsonPropertyDescription("Labels that the executions have") @Nullable Map<String, String> labels,
			@JsonPropertyDescription("Several conditions that must all be met") @Nullable @Size(min = 2,
					max = 20) List<Object> allOf,
			@JsonPropertyDescription("Within which all conditions must be met; PT1H without it") @Nullable @DurationMin(
					seconds = 1, message = "must be at least PT1S") @DurationMax(days = 31,
							message = "must be at most P31D") Duration window,
			@JsonPropertyDescription("Given to each execution; templates see 'trigger' and 'flow'") @Nullable Map<String, Object> inputs) {
	}

	public record ConditionShape(
			@JsonPropertyDescription("Names the condition; templates see its end as trigger.<id>") @NotNull @Pattern(
					regexp = ID, message = ID_MESSAGE) String id,
			@JsonPropertyDescription("Of the flows that it listens to; with a dot at its end, all namespaces below it") @NotNull @Pattern(
					regexp = NAMESPACE, message = NAMESPACE_MESSAGE) String namespace,
			@JsonPropertyDescription("The flow that it listens to; all flows of the namespace without it") @Nullable @Pattern(
					regexp = ID, message = ID_MESSAGE) String flowId,
			@JsonPropertyDescription("How the executions end that meet it; SUCCESS without it") @Nullable @Size(min = 1,
					max = 4) List<FlowTrigger.End> states,
			@JsonPropertyDescription("Labels that the executions have") @Nullable Map<String, String> labels) {
	}

	public record PollingShape(
			@JsonPropertyDescription("Names the trigger; unique in its flow") @NotNull @Pattern(regexp = ID,
					message = ID_MESSAGE) String id,
			@JsonPropertyDescription("Type of the trigger") @NotNull String type,
			@JsonPropertyDescription("Time from one look to the next; PT1M by default") @Nullable @DurationMin(
					seconds = 1, message = "must be at least PT1S") Duration interval,
			@JsonPropertyDescription("Given to each execution as they stand") @Nullable Map<String, Object> inputs) {
	}

}
