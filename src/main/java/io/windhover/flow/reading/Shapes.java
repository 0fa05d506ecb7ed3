package io.windhover.flow.reading;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.windhover.flow.Concurrency;
import io.windhover.flow.FlowTrigger;
import io.windhover.flow.Input;
import io.windhover.flow.Retry;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.FlowKey;
import io.windhover.flow.SecretName;
import io.windhover.flow.WebhookSignature;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.WorkerTask;
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
final class Shapes {

	private static final String NAMESPACE = FlowKey.NAMESPACE;

	private static final String NAMESPACE_MESSAGE = "may hold lower case letters, digits, '.', '_' and '-', "
			+ "up to 150 of them, the first a letter or digit";

	private static final String ID = FlowKey.ID;

	private static final String ID_MESSAGE = "may hold letters, digits, '_' and '-', up to 100 of them";

	private static final String KEY_MESSAGE = "must have 16 to 200 letters, digits, '_' and '-'; "
			+ "make one that nobody can guess, such as by 'openssl rand -hex 20'";

	private static final String SECRET_MESSAGE = "is the name of a secret, with letters, digits, '_', '.' and '-', no template";

	private static final String POSITIVE = "must be longer than zero";

	private static final String NO_TASKS = "must have at least one task";

	private Shapes() {
	}

	record FlowShape(@NotNull @Pattern(regexp = NAMESPACE, message = NAMESPACE_MESSAGE) String namespace,
			@NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String id, @Nullable String description,
			@Nullable Map<String, String> labels, @Nullable List<Object> inputs,
			@NotNull @NotEmpty(message = NO_TASKS) List<Object> tasks, @Nullable List<Object> triggers,
			@Nullable List<Object> errors, @JsonProperty("finally") @Nullable List<Object> finallyTasks,
			@Nullable RetryShape retry, @Nullable @DurationMin(nanos = 1, message = POSITIVE) Duration timeout,
			@Nullable ConcurrencyShape concurrency, @Nullable Map<String, Object> taskDefaults,
			@Nullable Map<String, Object> variables, @Nullable Map<String, Object> outputs,
			@Nullable Boolean disabled) {
	}

	record ConcurrencyShape(@NotNull @Min(1) Integer limit, Concurrency.@Nullable Behavior behavior) {
	}

	record InputShape(@NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String id, Input.@NotNull Type type,
			@Nullable Boolean required, @JsonProperty("default") @Nullable Object defaultValue,
			@Nullable String description, @Nullable String displayName, @Nullable String pattern,
			@Nullable BigDecimal min, @Nullable BigDecimal max, Input.@Nullable Type itemType,
			@Nullable List<String> values) {
	}

	record TaskShape(@NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String id, @NotNull String type,
			@Nullable String description, @Nullable String runIf, @Nullable Boolean disabled,
			@Nullable RetryShape retry, @Nullable @DurationMin(nanos = 1, message = POSITIVE) Duration timeout,
			@Nullable Boolean allowFailure) {
	}

	record WorkerTaskShape(WorkerTask.@Nullable OnWorkerLoss onWorkerLoss) {
	}

	record HandlersShape(@Nullable List<Object> errors, @JsonProperty("finally") @Nullable List<Object> finallyTasks) {
	}

	record SequentialShape(@NotNull @NotEmpty(message = NO_TASKS) List<Object> tasks) {
	}

	record ParallelShape(@Nullable @Min(0) Integer concurrency, @Nullable Boolean failFast,
			@NotNull @NotEmpty(message = NO_TASKS) List<Object> tasks) {
	}

	record IfShape(@NotNull String condition, @NotNull @NotEmpty(message = NO_TASKS) List<Object> then,
			@JsonProperty("else") @Nullable List<Object> otherwise) {
	}

	record SwitchShape(@NotNull String value,
			@NotNull @NotEmpty(message = "must have at least one case") Map<String, Object> cases,
			@JsonProperty("default") @Nullable List<Object> otherwise) {
	}

	record ForEachShape(@NotNull Object items, @Nullable @Min(0) Integer concurrency, @Nullable Boolean failFast,
			@NotNull @NotEmpty(message = NO_TASKS) List<Object> tasks) {
	}

	record LoopUntilShape(@NotNull String condition,
			@Nullable @DurationMin(message = "must not be negative") Duration interval,
			@Nullable @Min(1) @Max(1_000_000) Integer maxIterations,
			@NotNull @NotEmpty(message = NO_TASKS) List<Object> tasks) {
	}

	record PauseShape(@Nullable @DurationMin(nanos = 1, message = POSITIVE) Duration duration,
			@Nullable List<Object> inputs) {
	}

	record DependencyShape(@Nullable List<String> dependsOn) {
	}

	record RetryShape(Retry.@NotNull Type type, @NotNull @DurationMin(nanos = 1, message = POSITIVE) Duration delay,
			@Nullable @DurationMin(nanos = 1, message = POSITIVE) Duration maxDelay,
			@Nullable @DecimalMin("1") Double multiplier, @NotNull @Min(1) @Max(1_000) Integer maxAttempts) {
	}

	record ScheduleShape(@NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String id, @NotNull String type,
			@NotNull String cron, @Nullable ZoneId timezone, ScheduleTrigger.@Nullable RecoverMissed recoverMissed,
			@Nullable Map<String, Object> inputs) {
	}

	record WebhookShape(@NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String id, @NotNull String type,
			@NotNull @Pattern(regexp = WebhookTrigger.KEY, message = KEY_MESSAGE) String key,
			@Nullable Map<String, Object> inputs,
			@JsonPropertyDescription("Calls whose body is not signed like this are refused") @Nullable SignatureShape signature) {
	}

	record SignatureShape(
			@JsonPropertyDescription("The name of the secret that is the key of the HMAC") @NotNull @Pattern(
					regexp = SecretName.REGEX, message = SECRET_MESSAGE) String secret,
			@JsonPropertyDescription("The header with the signature; X-Hub-Signature-256 unless it is said") @Nullable @Pattern(
					regexp = "[A-Za-z0-9-]{1,100}", message = "must be the name of a header") String header,
			WebhookSignature.@Nullable Algorithm algorithm, WebhookSignature.@Nullable Encoding encoding) {
	}

	record FlowTriggerShape(@NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String id, @NotNull String type,
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

	record ConditionShape(@NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String id,
			@NotNull @Pattern(regexp = NAMESPACE, message = NAMESPACE_MESSAGE) String namespace,
			@Nullable @Pattern(regexp = ID, message = ID_MESSAGE) String flowId,
			@Nullable @Size(min = 1, max = 4) List<FlowTrigger.End> states, @Nullable Map<String, String> labels) {
	}

	record PollingShape(@NotNull @Pattern(regexp = ID, message = ID_MESSAGE) String id, @NotNull String type,
			@Nullable @DurationMin(seconds = 1, message = "must be at least PT1S") Duration interval,
			@Nullable Map<String, Object> inputs) {
	}

}
