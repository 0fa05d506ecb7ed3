package io.windhover.api.trigger;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.execution.flow.BackfillState;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.execution.flow.TriggerState;
import io.windhover.execution.json.InputsSize;
import io.windhover.flow.Flow;
import io.windhover.flow.ScheduleTrigger;
import io.windhover.flow.WebhookTrigger;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

@ApiTest
class BackfillControllerTests {

	private static final String PATH = "/api/flows/demo/nightly/triggers/at-two/backfill";

	private static final String KEY = "demo/nightly/at-two";

	private static final String JANUARY = "\"from\": \"2026-01-01T00:00:00Z\", \"to\": \"2026-01-31T23:59:59+01:00\"";

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final Triggers triggers;

	BackfillControllerTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired Triggers triggers) {
		this.mvc = mvc;
		this.bench = bench;
		this.triggers = triggers;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		this.triggers.follows(() -> true);
		given(false);
		state(false, null);
		this.bench.onTriggerCommand(this::schedule);
	}

	@Test
	void beginsWithTheDatesOfTheScheduleAndTheInputsThatWereGiven() {
		MvcTestResult begun = post("{" + JANUARY + ", \"concurrency\": 4, \"inputs\": {\"count\": \"7\"}}");
		assertThat(begun).hasStatus(201).hasHeader("Location", PATH);
		assertThat(this.bench.triggerCommands()).singleElement()
			.isInstanceOfSatisfying(TriggerCommand.Backfill.class, (command) -> {
				assertThat(command.triggerKey()).isEqualTo(KEY);
				assertThat(command.cron()).isEqualTo("0 2 * * *");
				assertThat(command.timezone()).isEqualTo(ZoneId.of("Europe/Paris"));
				assertThat(command.from()).isEqualTo("2026-01-01T00:00:00Z");
				assertThat(command.to()).isEqualTo("2026-01-31T22:59:59Z");
				assertThat(command.dates()).isEqualTo(31);
				assertThat(command.concurrency()).isEqualTo(4);
				assertThat(command.inputs()).isEqualTo(Map.of("count", 7));
				assertThat(command.until()).isEqualTo(command.at().plusSeconds(10));
				assertThat(begun).bodyJson()
					.isLenientlyEqualTo(
							"{\"id\": \"%s\", \"state\": \"RUNNING\", \"dates\": 31, \"started\": 4, \"remaining\": 27}"
								.formatted(command.backfillId()));
			});
		assertThat(this.mvc.get().uri(PATH)).hasStatusOk()
			.bodyJson()
			.extractingPath("next")
			.isEqualTo("2026-01-05T01:00:00Z");
	}

	@Test
	void runsOneAfterTheOtherUnlessItSaysMore() {
		assertThat(post("{" + JANUARY + "}")).hasStatus(201);
		assertThat(((TriggerCommand.Backfill) this.bench.triggerCommands().get(0)).concurrency()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{"to": "2026-01-31T00:00:00Z"}                                                                  | from
					{"from": "2026-01-31T00:00:00Z"}                                                                | to
					{"from": "2026-02-01T00:00:00Z", "to": "2026-01-31T00:00:00Z"}                                  | from
					{"from": "2026-01-01", "to": "2026-01-31T00:00:00Z"}                                            | from
					{"from": "1969-12-31T23:59:59Z", "to": "2026-01-31T00:00:00Z"}                                  | from
					{"from": "2026-01-01T00:00:00Z", "to": "2999-01-31T00:00:00Z"}                                  | to
					{"from": "1970-01-01T00:00:00Z", "to": "2026-01-31T00:00:00Z"}                                  | to
					{"from": "2026-01-01T02:00:00Z", "to": "2026-01-01T03:00:00Z"}                                  | from
					{"from": "2026-01-01T00:00:00Z", "to": "2026-01-31T00:00:00Z", "concurrency": 0}                | concurrency
					{"from": "2026-01-01T00:00:00Z", "to": "2026-01-31T00:00:00Z", "concurrency": 101}              | concurrency
					{"from": "2026-01-01T00:00:00Z", "to": "2026-01-31T00:00:00Z", "inputs": {"count": "many"}}     | inputs.count
					{"from": "2026-01-01T00:00:00Z", "to": "2026-01-31T00:00:00Z", "inputs": {"other": 1}}          | inputs.other
					{"from": "2026-01-01T00:00:00Z", "to": "2026-01-31T00:00:00Z", "speed": 1}                      | speed
					""")
	void whatCannotBeFilledIsAProblemOfItsField(String body, String field) {
		MvcTestResult refused = post(body);
		assertProblem(refused, 400);
		assertThat(refused).bodyJson().extractingPath("field").isEqualTo(field);
		assertThat(this.bench.triggerCommands()).isEmpty();
	}

	@Test
	void inputsThatAreTooLargeAreRefused() {
		assertProblem(post("{%s, \"inputs\": {\"day\": \"%s\"}}".formatted(JANUARY, "x".repeat(16 * 1024))), 413);
		assertThat(this.bench.triggerCommands()).isEmpty();
	}

	@Test
	void inputsThatAreTooLargeWithThoseOfTheTriggerAreRefused() {
		given(false, Map.of("day", "x".repeat(InputsSize.MAX)));
		MvcTestResult refused = post("{" + JANUARY + ", \"inputs\": {\"count\": 7}}");
		assertProblem(refused, 413);
		assertThat(refused).bodyJson()
			.extractingPath("detail")
			.isEqualTo(
					"With those of trigger 'at-two', inputs and labels are 1048601 bytes of JSON, more than 1048576.");
		assertThat(this.bench.triggerCommands()).isEmpty();
		assertThat(post("{" + JANUARY + ", \"inputs\": {\"day\": \"monday\"}}")).hasStatus(201);
	}

	@Test
	void beginsNotWhileSomethingStandsInItsWay() {
		state(true, null);
		assertProblem(post("{" + JANUARY + "}"), 409);
		state(false, backfill("b0", null, false));
		assertProblem(post("{" + JANUARY + "}"), 409);
		state(false, null);
		given(true);
		assertProblem(post("{" + JANUARY + "}"), 409);
		given(false);
		assertProblem(post("/api/flows/demo/nightly/triggers/hook/backfill", "{" + JANUARY + "}"), 409);
		assertProblem(post("/api/flows/demo/nightly/triggers/none/backfill", "{" + JANUARY + "}"), 404);
		assertProblem(post("/api/flows/demo/none/triggers/at-two/backfill", "{" + JANUARY + "}"), 404);
		this.triggers.follows(() -> false);
		assertProblem(post("{" + JANUARY + "}"), 503);
		assertThat(this.bench.triggerCommands()).isEmpty();
	}

	@Test
	void oneThatAnotherRequestBeganMeanwhileIsAConflict() {
		this.bench.onTriggerCommand((command) -> state(false, backfill("b0", null, false)));
		assertProblem(post("{" + JANUARY + "}"), 409);
	}

	@Test
	void showsHowItStandsAndThatThereWasNone() {
		assertProblem(this.mvc.get().uri(PATH).exchange(), 404);
		state(true, backfill("b0", null, false));
		assertThat(this.mvc.get().uri(PATH)).bodyJson().extractingPath("state").isEqualTo("HELD");
		state(false, backfill("b0", Instant.EPOCH, false));
		assertThat(this.mvc.get().uri(PATH)).bodyJson().extractingPath("state").isEqualTo("DONE");
		state(false, backfill("b0", Instant.EPOCH, true));
		assertThat(this.mvc.get().uri(PATH)).bodyJson().extractingPath("state").isEqualTo("CANCELLED");
		this.triggers.accept(KEY, null);
		assertProblem(this.mvc.get().uri(PATH).exchange(), 404);
	}

	@Test
	void cancelsTheOneThatGoesOn() {
		assertProblem(this.mvc.delete().uri(PATH).exchange(), 404);
		state(false, backfill("b0", null, false));
		assertThat(this.mvc.delete().uri(PATH)).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{\"id\": \"b0\", \"state\": \"CANCELLED\"}");
		assertProblem(this.mvc.delete().uri(PATH).exchange(), 409);
		assertThat(this.bench.triggerCommands()).hasSize(1);
	}

	/** As the scheduler does. */
	private void schedule(TriggerCommand command) {
		if (command instanceof TriggerCommand.Backfill begin) {
			state(false, new BackfillState(begin.backfillId(), begin.from(), begin.to(), begin.concurrency(),
					begin.dates(), Instant.parse("2026-01-05T01:00:00Z"), 4, 4, 0, begin.at(), null, false));
		}
		else if (command instanceof TriggerCommand.CancelBackfill cancel) {
			state(false, backfill(cancel.backfillId(), cancel.at(), true));
		}
	}

	private MvcTestResult post(String body) {
		return post(PATH, body);
	}

	private MvcTestResult post(String path, String body) {
		return this.mvc.post().uri(path).contentType(MediaType.APPLICATION_JSON).content(body).exchange();
	}

	private void given(boolean disabled) {
		given(disabled, Map.of("count", 1));
	}

	private void given(boolean disabled, Map<String, Object> given) {
		List<Input> inputs = List.of(new Input("count", Input.Type.INT, true, null, null, null, InputRules.NONE),
				new Input("day", Input.Type.STRING, false, null, null, null, InputRules.NONE));
		Flow flow = new Flow("demo", "nightly", 2, null, Map.of(), inputs, Map.of(), List.of(),
				ControlTask.Handlers.NONE, new TaskOptions(null, null, disabled, null, null, false), Map.of(), null,
				List.of(new ScheduleTrigger("at-two", "0 2 * * *", ZoneId.of("Europe/Paris"), null,
						ScheduleTrigger.RecoverMissed.LAST, given), new WebhookTrigger("hook", "", Map.of(), null)),
				"", null, null);
		this.bench.flows().put(flow.key(), flow);
	}

	private void state(boolean paused, @Nullable BackfillState backfill) {
		this.triggers.accept(KEY, new TriggerState("demo", "nightly", 2, "at-two", "schedule", "0 2 * * *",
				"Europe/Paris", null, null, null, paused, Instant.EPOCH, 1, backfill));
	}

	private static BackfillState backfill(String id, @Nullable Instant endedAt, boolean cancelled) {
		return new BackfillState(id, Instant.EPOCH, Instant.EPOCH, 1, 3, null, 3, 1, 0, Instant.EPOCH, endedAt,
				cancelled);
	}

	private static void assertProblem(MvcTestResult result, int status) {
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("hint").asString().isNotBlank();
	}

}
