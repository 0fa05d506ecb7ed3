package io.windhover.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.windhover.flow.Flow;
import io.windhover.flow.PollingTrigger;
import io.windhover.flow.ScheduleConditions;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.ScheduleTrigger.RecoverMissed;
import io.windhover.flow.Trigger;
import io.windhover.flow.expectation.Expectations;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;

/**
 * Flows and triggers to test with.
 */
public final class Flows {

	private Flows() {
	}

	public static Flow flow(String id, int revision, Trigger... triggers) {
		return flow(id, revision, TaskOptions.NONE, triggers);
	}

	/** One that starts nothing. */
	public static Flow disabled(String id, int revision, Trigger... triggers) {
		return flow(id, revision, new TaskOptions(null, null, true, null, null, false), triggers);
	}

	private static Flow flow(String id, int revision, TaskOptions options, Trigger... triggers) {
		return new Flow("demo", id, revision, null, Map.of("team", "a"), List.of(), Map.of(), List.of(),
				ControlTask.Handlers.NONE, options, Map.of(), null, List.of(triggers),
				"id: %s # revision %d".formatted(id, revision), null, Instant.parse("2026-01-01T00:00:00Z"));
	}

	/** The same of which something is expected. */
	public static Flow expecting(Flow flow, Expectations expectations) {
		return new Flow(flow.namespace(), flow.id(), flow.revision(), null, flow.labels(), flow.inputs(),
				flow.variables(), flow.tasks(), flow.handlers(), flow.options(), flow.outputs(), null, flow.triggers(),
				flow.source(), null, flow.updatedAt(), expectations);
	}

	public static ScheduleTrigger schedule(String id, String cron) {
		return schedule(id, cron, "UTC", RecoverMissed.LAST);
	}

	/** One that gives this to its executions. */
	public static ScheduleTrigger schedule(String id, String cron, String by) {
		return new ScheduleTrigger(id, cron, ZoneId.of("UTC"), null, RecoverMissed.LAST, Map.of("by", by));
	}

	public static ScheduleTrigger schedule(String id, String cron, String zone, RecoverMissed recoverMissed) {
		return new ScheduleTrigger(id, cron, ZoneId.of(zone), null, recoverMissed, Map.of("by", id));
	}

	public static ScheduleTrigger schedule(String id, String cron, ScheduleConditions conditions,
			RecoverMissed recoverMissed) {
		return new ScheduleTrigger(id, cron, ZoneId.of("UTC"), conditions, recoverMissed, Map.of("by", id));
	}

	public static PollingTrigger polling(String id, Duration interval, String configured) {
		return new PollingTrigger(id, "test-poll", interval, Map.of("text", configured), Map.of("by", id));
	}

}
