package io.windhover.management.tracing;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Rerun;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.trace.Trace;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SpansTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

	private static final Trace TRACE = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

	private final Spans spans = new Spans(Resource.empty());

	@Test
	void executionIsAChildOfItsCaller() {
		SpanData span = one(this.spans.of(execution(State.FAILED, TRACE)));
		assertThat(span.getTraceId()).isEqualTo(TRACE.id());
		assertThat(span.getSpanId()).isEqualTo(Trace.spanId("e1"));
		assertThat(span.getParentSpanId()).isEqualTo(TRACE.parent());
		assertThat(span.getParentSpanContext().isRemote()).isTrue();
		assertThat(span.getSpanContext().isSampled()).isTrue();
		assertThat(span.getName()).isEqualTo("RUN demo.orders.nightly");
		assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
		assertThat(span.getStartEpochNanos()).isEqualTo(1767225600123456789L);
		assertThat(span.getEndEpochNanos() - span.getStartEpochNanos()).isEqualTo(5_000_000_000L);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(span.getStatus().getDescription()).isEqualTo("no luck");
		assertThat(text(span)).containsOnly(Map.entry("cicd.pipeline.name", "demo.orders.nightly"),
				Map.entry("cicd.pipeline.run.id", "e1"), Map.entry("cicd.pipeline.action.name", "RUN"),
				Map.entry("cicd.pipeline.result", "failure"), Map.entry("error.type", "_OTHER"),
				Map.entry("windhover.state", "FAILED"), Map.entry("windhover.flow.revision", "3"),
				Map.entry("windhover.trigger.id", "t"), Map.entry("windhover.trigger.type", "schedule"));
	}

	@Test
	void restartNamesTheExecutionThatItTakesUp() {
		Rerun rerun = new Rerun(Rerun.Kind.RESTART, "e0", null, 1);
		assertThat(text(one(this.spans.of(execution(State.SUCCESS, TRACE, rerun))))).containsEntry("windhover.rerun.of",
				"e0");
	}

	@Test
	void executionWithoutACallerIsTheRoot() {
		SpanData span = one(this.spans.of(execution(State.WARNING, new Trace(TRACE.id(), null, true))));
		assertThat(span.getParentSpanContext().isValid()).isFalse();
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
		assertThat(text(span)).containsEntry("cicd.pipeline.result", "success")
			.containsEntry("windhover.state", "WARNING");
	}

	@Test
	void whatHasNotEndedOrIsNotSampledHasNone() {
		assertThat(this.spans.of(execution(State.RUNNING, TRACE))).isEmpty();
		assertThat(this.spans.of(execution(State.SUCCESS, null))).isEmpty();
		assertThat(this.spans.of(execution(State.SUCCESS, new Trace(TRACE.id(), null, false)))).isEmpty();
		assertThat(this.spans.of(taskRun("a", State.RUNNING, List.of(), null).in(TRACE))).isEmpty();
		assertThat(this.spans.of(taskRun("a", State.SUCCESS, List.of(), null))).isEmpty();
		assertThat(this.spans.of(taskRun("a", State.SUCCESS, List.of(), true).in(TRACE))).isEmpty();
	}

	@Test
	void taskRunHasItsAttemptsAsChildren() {
		Attempt lost = new Attempt(1, State.FAILED, new InstanceRef("alice", "i1"), START, START.plusMillis(500),
				START.plusSeconds(1), "worker lost", List.of());
		Attempt last = new Attempt(2, State.SUCCESS, new InstanceRef("bob", "i2"), START.plusSeconds(2),
				START.plusSeconds(3), START.plusSeconds(4), null, List.of());
		List<SpanData> all = this.spans.of(taskRun("each[3].say", State.SUCCESS, List.of(lost, last), null).in(TRACE));
		assertThat(all).hasSize(3).extracting(SpanData::getTraceId).containsOnly(TRACE.id());
		assertThat(all).extracting(SpanData::getName).containsExactly("say", "say attempt", "say attempt");
		assertThat(all).extracting(SpanData::getKind).containsOnly(SpanKind.INTERNAL);
		String id = "e1.each[3].say";
		assertThat(all).extracting(SpanData::getSpanId)
			.containsExactly(Trace.spanId(id), Trace.spanId(id, 1), Trace.spanId(id, 2));
		assertThat(all).extracting(SpanData::getParentSpanId)
			.containsExactly(Trace.spanId("e1.each"), Trace.spanId(id), Trace.spanId(id));
		assertThat(text(all.get(0))).containsOnly(Map.entry("cicd.pipeline.name", "demo.orders.nightly"),
				Map.entry("cicd.pipeline.run.id", "e1"), Map.entry("cicd.pipeline.task.name", "say"),
				Map.entry("cicd.pipeline.task.run.id", id), Map.entry("cicd.pipeline.task.run.result", "success"),
				Map.entry("windhover.state", "SUCCESS"), Map.entry("windhover.path", "each[3].say"),
				Map.entry("windhover.task.type", "log"));
		assertThat(text(all.get(1))).containsEntry("cicd.worker.id", "alice")
			.containsEntry("windhover.attempt", "1")
			.containsEntry("windhover.queued", "0.5")
			.containsEntry("cicd.pipeline.task.run.result", "failure");
		assertThat(all.get(1).getStatus().getDescription()).isEqualTo("worker lost");
		assertThat(all.get(2).getEndEpochNanos() - all.get(2).getStartEpochNanos()).isEqualTo(1_000_000_000L);
	}

	@Test
	void haveWhatTracingSystemsOfTheCallerSay() {
		Trace trace = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true, "b=1,a=x y,9=left out");
		SpanData span = one(this.spans.of(execution(State.SUCCESS, trace)));
		assertThat(span.getSpanContext().getTraceState().asMap()).isEqualTo(Map.of("b", "1", "a", "x y"));
		assertThat(span.getSpanContext().getTraceState().asMap().keySet()).containsExactly("b", "a");
		assertThat(span.getParentSpanContext().getTraceState()).isEqualTo(span.getSpanContext().getTraceState());
	}

	@ParameterizedTest
	@CsvSource({ "a, e1", "both.a, e1.both", "each[3].say, e1.each", "each~2[3]~4.say, e1.each",
			"each[3].inner[0].say, e1.each[3].inner", "again~3.choose.say, e1.again~3.choose" })
	void parentIsTheNearestScopeThatHasADocument(String path, String parent) {
		assertThat(Spans.parent("e1", path)).isEqualTo(parent);
	}

	private static Execution execution(State state, @Nullable Trace trace) {
		return execution(state, trace, null);
	}

	private static Execution execution(State state, @Nullable Trace trace, @Nullable Rerun rerun) {
		TriggerFire fire = new TriggerFire("t", "schedule", START, Map.of(), null);
		return new Execution("e1", "demo.orders", "nightly", 3, state, List.of(), Map.of(), Map.of(), null, fire, rerun,
				null, START, START, state.isTerminal() ? START.plusSeconds(5) : null,
				(state == State.FAILED) ? "no luck" : null, null, false, null, null, 3, null, trace, null);
	}

	private static TaskRun taskRun(String path, State state, List<Attempt> attempts, @Nullable Boolean kept) {
		return new TaskRun("e1." + path, "e1", "demo.orders", "nightly", 3, path,
				path.substring(path.lastIndexOf('.') + 1), "log", state,
				List.of(new StateChange(State.CREATED, START), new StateChange(state, START.plusSeconds(4))),
				attempts.size(), attempts, 0, START, null, null, kept, null, 4);
	}

	private static SpanData one(List<SpanData> spans) {
		assertThat(spans).hasSize(1);
		return spans.get(0);
	}

	private static Map<String, String> text(SpanData span) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> ((AttributeKey<?>) entry.getKey()).getKey(),
					(entry) -> String.valueOf(entry.getValue())));
	}

}
