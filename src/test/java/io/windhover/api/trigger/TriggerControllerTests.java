package io.windhover.api.trigger;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.TriggerState;
import io.windhover.flow.Flow;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@ApiTest
class TriggerControllerTests {

	private static final String PATH = "/api/flows/demo/nightly/triggers";

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final Triggers triggers;

	TriggerControllerTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired Triggers triggers) {
		this.mvc = mvc;
		this.bench = bench;
		this.triggers = triggers;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		this.triggers.follows(() -> true);
		List.of("at-two", "hook").forEach((id) -> this.triggers.accept("demo/nightly/" + id, null));
		Flow flow = new Flow("demo", "nightly", 2, null, Map.of(), List.of(), Map.of(), List.of(),
				ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null,
				List.of(new ScheduleTrigger("at-two", "0 2 * * *", ZoneId.of("Europe/Paris"), null,
						ScheduleTrigger.RecoverMissed.LAST, Map.of()), new WebhookTrigger("hook", "", Map.of(), null)),
				"", null, null);
		this.bench.flows().put(flow.key(), flow);
	}

	@Test
	void eachTriggerComesWithItsNextDatesAndItsBackfill() {
		state("2026-03-28T01:00:00Z",
				new BackfillState("b0", Instant.EPOCH, Instant.EPOCH, 1, 3, null, 3, 1, 0, Instant.EPOCH, null, false));
		assertThat(this.mvc.get().uri(PATH)).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo(
					"""
							{"items": [
								{"id": "at-two", "type": "schedule", "cron": "0 2 * * *", "timezone": "Europe/Paris", "paused": false,
									"next": ["2026-03-28T01:00:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z",
										"2026-03-31T00:00:00Z", "2026-04-01T00:00:00Z"],
									"last": "1970-01-01T00:00:00Z", "lastExecutionId": "e1",
									"backfill": {"id": "b0", "state": "RUNNING", "started": 3}},
								{"id": "hook", "type": "webhook", "paused": false, "next": []}]}
							""");
	}

	@Test
	void oneThatIsNotPlannedHasNoDates() {
		assertThat(this.mvc.get().uri(PATH)).bodyJson().extractingPath("items[0].next").asArray().isEmpty();
		assertThat(this.mvc.get().uri(PATH)).bodyJson().doesNotHavePath("items[0].backfill");
	}

	@Test
	void thoseOfNoFlowAreNotFoundAndThoseNotYetKnownAreUnavailable() {
		assertThat(this.mvc.get().uri("/api/flows/demo/none/triggers")).hasStatus(404);
		this.triggers.follows(() -> false);
		assertThat(this.mvc.get().uri(PATH)).hasStatus(503);
	}

	private void state(String next, BackfillState backfill) {
		this.triggers.accept("demo/nightly/at-two",
				new TriggerState("demo", "nightly", 2, "at-two", "schedule", "0 2 * * *", "Europe/Paris",
						Instant.parse(next), Instant.EPOCH, "e1", false, Instant.EPOCH, 1, backfill));
	}

}
