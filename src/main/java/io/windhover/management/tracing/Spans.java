package io.windhover.management.tracing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.trace.Trace;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/**
 * Makes spans of documents, with the names of the semantic conventions for CI/CD where
 * they have one.
 */
class Spans {

	private static final AttributeKey<String> PIPELINE = AttributeKey.stringKey("cicd.pipeline.name");

	private static final AttributeKey<String> RUN_ID = AttributeKey.stringKey("cicd.pipeline.run.id");

	private static final AttributeKey<String> ACTION = AttributeKey.stringKey("cicd.pipeline.action.name");

	private static final AttributeKey<String> RESULT = AttributeKey.stringKey("cicd.pipeline.result");

	private static final AttributeKey<String> TASK = AttributeKey.stringKey("cicd.pipeline.task.name");

	private static final AttributeKey<String> TASK_RUN_ID = AttributeKey.stringKey("cicd.pipeline.task.run.id");

	private static final AttributeKey<String> TASK_RESULT = AttributeKey.stringKey("cicd.pipeline.task.run.result");

	private static final AttributeKey<String> WORKER = AttributeKey.stringKey("cicd.worker.id");

	private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

	private static final AttributeKey<String> STATE = AttributeKey.stringKey("windhover.state");

	private static final AttributeKey<Long> REVISION = AttributeKey.longKey("windhover.flow.revision");

	private static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("windhover.trigger.id");

	private static final AttributeKey<String> TRIGGER_TYPE = AttributeKey.stringKey("windhover.trigger.type");

	private static final AttributeKey<String> RERUN_OF = AttributeKey.stringKey("windhover.rerun.of");

	private static final AttributeKey<String> PATH = AttributeKey.stringKey("windhover.path");

	private static final AttributeKey<String> TASK_TYPE = AttributeKey.stringKey("windhover.task.type");

	private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("windhover.attempt");

	private static final AttributeKey<Double> QUEUED = AttributeKey.doubleKey("windhover.queued");

	private static final String RUN = "RUN";

	private static final int MAX_DESCRIPTION = 1000;

	private static final double MILLIS = 1000;

	/** An iteration, or a later attempt of a scope, which have no spans of their own. */
	private static final Pattern WITHIN_SCOPE = Pattern.compile("(\\[\\d+]|~\\d+)+$");

	private final Resource resource;

	Spans(Resource resource) {
		this.resource = resource;
	}

	/** Empty where it has not ended or is not sampled. */
	List<SpanData> of(Execution execution) {
		Trace trace = execution.trace();
		if (trace == null || !trace.sampled() || !execution.state().isTerminal() || execution.endedAt() == null) {
			return List.of();
		}
		String name = pipeline(execution.namespace(), execution.flowId());
		AttributesBuilder attributes = Attributes.builder()
			.put(PIPELINE, name)
			.put(RUN_ID, execution.id())
			.put(ACTION, RUN)
			.put(RESULT, result(execution.state()))
			.put(STATE, execution.state().name())
			.put(REVISION, (long) execution.flowRevision());
		if (execution.trigger() != null) {
			attributes.put(TRIGGER, execution.trigger().id()).put(TRIGGER_TYPE, execution.trigger().type());
		}
		if (execution.rerun() != null) {
			attributes.put(RERUN_OF, execution.rerun().of());
		}
		return List.of(span(context(trace, Trace.spanId(execution.id())), TraceStateReader.caller(trace),
				RUN + " " + name, SpanKind.SERVER, execution.createdAt(), execution.endedAt(), execution.state(),
				execution.error(), attributes));
	}

	/** Empty where it has not ended, is not sampled, or did not run. */
	List<SpanData> of(TaskRun taskRun) {
		Trace trace = taskRun.trace();
		if (trace == null || !trace.sampled() || !taskRun.state().isTerminal() || taskRun.kept() != null) {
			return List.of();
		}
		List<SpanData> spans = new ArrayList<>();
		SpanContext own = context(trace, Trace.spanId(taskRun.id()));
		SpanContext parent = context(trace, Trace.spanId(parent(taskRun.executionId(), taskRun.path())));
		spans.add(span(own, parent, taskRun.taskId(), SpanKind.INTERNAL, taskRun.createdAt(),
				taskRun.history().get(taskRun.history().size() - 1).at(), taskRun.state(), taskRun.error(),
				attributes(taskRun, taskRun.state())));
		for (Attempt attempt : taskRun.attempts()) {
			if (attempt.endedAt() != null) {
				spans.add(of(taskRun, attempt, attempt.endedAt(), trace, own));
			}
		}
		return spans;
	}

	private SpanData of(TaskRun taskRun, Attempt attempt, Instant endedAt, Trace trace, SpanContext parent) {
		Instant start = Objects.requireNonNullElse(attempt.startedAt(), endedAt);
		AttributesBuilder attributes = attributes(taskRun, attempt.state()).put(ATTEMPT, (long) attempt.number())
			.put(QUEUED, Duration.between(attempt.queuedAt(), start).toMillis() / MILLIS);
		if (attempt.worker() != null) {
			attributes.put(WORKER, attempt.worker().id());
		}
		return span(context(trace, Trace.spanId(taskRun.id(), attempt.number())), parent, taskRun.taskId() + " attempt",
				SpanKind.INTERNAL, start, endedAt, attempt.state(), attempt.error(), attributes);
	}

	private static AttributesBuilder attributes(TaskRun taskRun, State state) {
		return Attributes.builder()
			.put(PIPELINE, pipeline(taskRun.namespace(), taskRun.flowId()))
			.put(RUN_ID, taskRun.executionId())
			.put(TASK, taskRun.taskId())
			.put(TASK_RUN_ID, taskRun.id())
			.put(TASK_RESULT, result(state))
			.put(STATE, state.name())
			.put(PATH, taskRun.path())
			.put(TASK_TYPE, taskRun.taskType());
	}

	private SpanData span(SpanContext context, SpanContext parent, String name, SpanKind kind, Instant from, Instant to,
			State state, @Nullable String error, AttributesBuilder attributes) {
		StatusData status = StatusData.unset();
		if (state == State.FAILED) {
			attributes.put(ERROR, "_OTHER");
			status = StatusData.create(StatusCode.ERROR,
					StringUtils.truncate(Objects.requireNonNullElse(error, ""), MAX_DESCRIPTION));
		}
		// the clocks of machines may differ
		return new EndedSpan(this.resource, context, parent, name, kind, from, to.isBefore(from) ? from : to, status,
				attributes.build());
	}

	/**
	 * The id of the nearest scope around it that has a span: of the execution, or of a
	 * control task.
	 */
	static String parent(String executionId, String path) {
		String around = WITHIN_SCOPE.matcher(path.substring(0, Math.max(0, path.lastIndexOf('.')))).replaceFirst("");
		return around.isEmpty() ? executionId : executionId + "." + around;
	}

	/** Only what is sampled has spans. */
	private static SpanContext context(Trace trace, String spanId) {
		return SpanContext.create(trace.id(), spanId, TraceFlags.getSampled(), TraceStateReader.of(trace));
	}

	private static String pipeline(String namespace, String flowId) {
		return namespace + "." + flowId;
	}

	private static String result(State state) {
		return switch (state) {
			case FAILED -> "failure";
			case KILLED -> "cancellation";
			case SKIPPED -> "skip";
			default -> "success";
		};
	}

}
