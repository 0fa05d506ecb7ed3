package io.windhover.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.InstanceRef;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.execution.instance.Heartbeat;
import io.windhover.execution.instance.Incident;
import io.windhover.flow.expectation.Expected;
import org.jspecify.annotations.Nullable;

/**
 * Records that events are derived from.
 */
public final class EventSamples {

	public static final Instant AT = Samples.START;

	private EventSamples() {
	}

	public static Execution execution(String id, State state) {
		boolean ended = state.isTerminal();
		return new Execution(id, "demo.orders", "nightly", 3, state, List.of(new StateChange(state, AT)),
				Map.of("team", "orders"), Map.of("token", "hush"), Map.of("rows", 3), null, AT, AT,
				ended ? AT.plusSeconds(4) : null, (state == State.FAILED) ? "no luck" : null, null, false, 2);
	}

	public static TaskRun taskRun(String executionId, String path, State state) {
		Attempt attempt = new Attempt(2, state, Samples.ALICE, AT, AT, AT.plusSeconds(1), "no luck", List.of());
		return new TaskRun(executionId + "." + path, executionId, "demo.orders", "nightly", 3, path, "say", "shell",
				state, List.of(new StateChange(State.QUEUED, AT), new StateChange(state, AT.plusSeconds(1))), 2,
				List.of(attempt), 2, AT, Map.of("token", "hush"), "no luck", 5);
	}

	public static TaskRun scope(String executionId, State state) {
		return new TaskRun(executionId + ".each", executionId, "demo.orders", "nightly", 3, "each", "each", "for-each",
				state, List.of(new StateChange(state, AT)), 1, List.of(), 0, AT, null, "no luck", 5);
	}

	public static TaskRun neverRun(String executionId) {
		return new TaskRun(executionId + ".say", executionId, "demo.orders", "nightly", 3, "say", "say", "log",
				State.FAILED, List.of(new StateChange(State.FAILED, AT)), 0, List.of(), 0, AT, null, "runIf is wrong",
				1);
	}

	public static FlowHistory history(boolean disabled, FlowHistory.Expectation... expected) {
		return new FlowHistory("demo.orders", "nightly", 3, disabled, AT, null, null, 0, null, 0, List.of(), null, null,
				FlowHistory.Running.NONE, null, 0, List.of(expected), List.of(), AT.plusSeconds(60));
	}

	public static FlowHistory.Expectation expectation(Expected expected, @Nullable Instant missedSince) {
		return new FlowHistory.Expectation(expected, "PT24H", null, missedSince,
				(missedSince != null) ? "no success" : null);
	}

	public static Incident incident(Instant openedAt, @Nullable Instant closedAt) {
		return new Incident("a1b2c3", "flow-failing", "warning",
				Map.of("namespace", "demo.orders", "flowId", "nightly"), AT, openedAt, "no luck", 3,
				"WindhoverFlowFailing", "/flows/demo.orders/nightly", Samples.ALICE, openedAt, null, closedAt,
				List.of());
	}

	public static Heartbeat heartbeat(String state, int second) {
		return new Heartbeat(new InstanceRef("alice", "1"), Set.of("worker"), "host", null, 1, 4, state, AT,
				AT.plusSeconds(second), "1");
	}

}
