package io.windhover.management.endpoint.flow;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.windhover.execution.flow.PauseNote;
import io.windhover.execution.flow.TriggerCommand;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.management.endpoint.EndpointApplication;
import io.windhover.management.endpoint.ManagementPort;
import io.windhover.scheduler.SchedulerView;
import io.windhover.scheduler.TriggerCommands;
import io.windhover.topic.flow.FlowDirectory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;

class SchedulerEndpointTests {

	private static final String NIGHTLY = "/scheduler/ns/nightly/every-night";

	private static ConfigurableApplicationContext context;

	private static ManagementPort port;

	private static TriggerCommands commands;

	@BeforeAll
	static void start() {
		context = EndpointApplication.run();
		port = EndpointApplication.port(context);
		commands = context.getBean(TriggerCommands.class);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@BeforeEach
	void forget() {
		clearInvocations(commands);
	}

	@Test
	void detailHasTheFieldsOfTheListAndMore() {
		JsonNode nightly = port.get(NIGHTLY).json();
		assertThat(nightly.propertyNames()).containsExactly("namespace", "flowId", "revision", "trigger", "next",
				"last", "paused", "evaluating", "lateness", "backfill", "failedEvaluations", "pause", "nextDates",
				"missed", "pausedSince", "evaluatingSince", "lastEvaluation", "cause");
		assertThat(nightly.at("/trigger/cron").asString()).isEqualTo("0 2 * * *");
		assertThat(nightly.get("nextDates").toString())
			.isEqualTo("[\"2199-07-01T02:00:00+02:00\",\"2199-12-01T02:00:00+01:00\"]");
		assertThat(nightly.get("missed").toString()).isEqualTo("{\"paused\":2}");
		assertThat(nightly.get("pausedSince").isNull()).isTrue();
		assertThat(nightly.get("cause").isNull()).isTrue();
	}

	@Test
	void detailTellsWhyNothingFires() {
		JsonNode polled = port.get("/scheduler/other/polled/poll").json();
		assertThat(polled.at("/cause/kind").asString()).isEqualTo("no-next-date");
		assertThat(polled.get("evaluatingSince").asString()).isEqualTo("2026-01-01T00:00:00Z");
		assertThat(polled.get("lastEvaluation").toString()).isEqualTo("{\"date\":\"2025-01-01T00:00:00Z\","
				+ "\"endedAt\":\"2025-01-01T00:00:01Z\",\"fired\":false,\"error\":\"refused\"}");
		assertThat(polled.get("failedEvaluations").toString())
			.isEqualTo("{\"total\":7,\"consecutive\":2,\"lastError\":\"refused\",\"lastAt\":\"2025-01-01T00:00:01Z\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/scheduler/ns/nightly/other", "/scheduler/ns/nightly", "/scheduler/ns" })
	void unknownTriggerIsAProblem(String path) {
		ManagementPort.Answer answer = port.get(path);
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@Test
	void pagesOfTheListLinkOneAnother() {
		assertThat(port.get("/scheduler?size=1").header("Link")).isEqualTo("<?size=1&page=1>; rel=\"next\"");
		assertThat(port.get("/scheduler?size=1&page=1").header("Link"))
			.isEqualTo("<?size=1&page=0>; rel=\"prev\", <?size=1&page=0>; rel=\"first\"");
		assertThat(port.get("/scheduler").header("Link")).isEmpty();
	}

	@Test
	void listComesInPages() {
		JsonNode first = port.get("/scheduler?size=1").json();
		assertThat(first.get("schedulableCount").asInt()).isEqualTo(2);
		assertThat(first.get("schedulable")).hasSize(1);
		assertThat(first.at("/schedulable/0/flowId").asString()).isEqualTo("nightly");
		assertThat(first.get("more").asBoolean()).isTrue();
		JsonNode second = port.get("/scheduler?size=1&page=1").json();
		assertThat(second.at("/schedulable/0/flowId").asString()).isEqualTo("polled");
		assertThat(second.get("more").asBoolean()).isFalse();
		assertThat(second.get("page").asInt()).isEqualTo(1);
		JsonNode beyond = port.get("/scheduler?size=10000&page=2147483647").json();
		assertThat(beyond.get("schedulable")).isEmpty();
		assertThat(beyond.get("schedulableCount").asInt()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "page=-1", "size=0", "size=10001", "page=x", "size=1.5", "page=9999999999" })
	void pageThatCanBeNoneIsAProblem(String query) {
		ManagementPort.Answer answer = port.get("/scheduler?" + query);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.body()).contains(query.substring(0, 4));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{\"state\": \"paused\"}|Pause|trigger.pause",
			"{\"state\": \"running\"}|Resume|trigger.resume", "{\"fire\": \"now\"}|Fire|trigger.fire" })
	void operationIsHandedInAndAccepted(String body, String command, String operation) {
		ManagementPort.Answer answer = post(NIGHTLY, body);
		assertThat(answer.status()).isEqualTo(202);
		assertThat(answer.json().toString()).isEqualTo(
				"{\"operation\":\"" + operation + "\",\"target\":\"ns/nightly/every-night\",\"outcome\":\"accepted\"}");
		assertThat(sent().getClass().getSimpleName()).isEqualTo(command);
		assertThat(sent().triggerKey()).isEqualTo("ns/nightly/every-night");
	}

	@Test
	void pauseKeepsWhoAskedAndWhy() {
		assertThat(post(NIGHTLY, "{\"state\": \"paused\", \"reason\": \"new disks\"}").status()).isEqualTo(202);
		assertThat(sent()).isInstanceOfSatisfying(TriggerCommand.Pause.class,
				(pause) -> assertThat(pause.note()).isEqualTo(new PauseNote("local", "new disks")));
		assertThat(post(NIGHTLY, "{\"state\": \"paused\", \"reason\": \"a\\nb\"}").status()).isEqualTo(400);
	}

	@Test
	void webhookWaitsForItsCallAndIsPausedButNotFired() {
		JsonNode detail = port.get("/scheduler/ns/called/hook").json();
		assertThat(detail.get("next").isNull()).isTrue();
		assertThat(detail.get("cause").isNull()).isTrue();
		assertThat(post("/scheduler/ns/called/hook", "{\"fire\": \"now\"}").status()).isEqualTo(409);
		verify(commands, never()).send(any());
		assertThat(post("/scheduler/ns/called/hook", "{\"state\": \"paused\"}").status()).isEqualTo(202);
	}

	@Test
	void requestThatIsRepeatedHasTheSameId() {
		post(NIGHTLY, "{\"fire\": \"now\", \"requestId\": \"mine\"}");
		assertThat(context.getBean(AuditEventRepository.class).find(null, null, null))
			.anySatisfy((event) -> assertThat(event.getData()).containsEntry("requestId", "mine")
				.hasEntrySatisfying("execution", (id) -> assertThat(String.valueOf(id)).hasSize(36)));
		assertThat(((TriggerCommand.Fire) sent()).requestId()).isEqualTo("mine");
		clearInvocations(commands);
		post(NIGHTLY, "{\"fire\": \"now\"}");
		String one = ((TriggerCommand.Fire) sent()).requestId();
		clearInvocations(commands);
		post(NIGHTLY, "{\"fire\": \"now\"}");
		assertThat(((TriggerCommand.Fire) sent()).requestId()).isNotEqualTo(one);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{\"state\": \"stopped\"}|The field 'state' must be 'paused' or 'running'",
					"{\"fire\": \"later\"}|The field 'fire' must be 'now'", "{}|The body takes either 'state'",
					"{\"stat\": \"paused\"}|There is no parameter stat here; it takes state, fire, requestId",
					"{\"state\": \"paused\", \"fire\": \"now\"}|The body takes either 'state'",
					"{\"fire\": \"now\", \"requestId\": \"a b\"}|The parameter 'requestId'" })
	void malformedBodyIsAProblemThatNamesTheField(String body, String reason) {
		ManagementPort.Answer answer = post(NIGHTLY, body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().get("detail").asString()).contains(reason);
		verify(commands, never()).send(any());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[]", "{\"state\": {\"a\": 1}}" })
	void bodyThatIsNoneIsAProblem(String body) {
		ManagementPort.Answer answer = post(NIGHTLY, body);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@Test
	void whatASchedulerDoesNotKnowIsNotMissing() {
		SchedulerView view = context.getBean(SchedulerView.class);
		given(view.hasLostPartitions()).willReturn(true);
		try {
			ManagementPort.Answer unknown = port.get("/scheduler/ns/nightly/other");
			assertThat(unknown.status()).isEqualTo(503);
			assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
			assertThat(unknown.json().get("hint").asString()).contains("/kafkastreams");
			assertThat(post("/scheduler/ns/nightly/other", "{\"state\": \"paused\"}").status()).isEqualTo(503);
			assertThat(port.get(NIGHTLY).status()).isEqualTo(200);
		}
		finally {
			given(view.hasLostPartitions()).willReturn(false);
		}
	}

	@Test
	void triggerOfADisabledFlowSaysSoAndCannotFire() {
		Flow flow = mock();
		given(flow.isDisabled()).willReturn(true);
		FlowDirectory flows = context.getBean(FlowDirectory.class);
		given(flows.find(new FlowKey("ns", "nightly"))).willReturn(flow);
		try {
			assertThat(port.get(NIGHTLY).json().at("/cause/kind").asString()).isEqualTo("flow-disabled");
			ManagementPort.Answer refused = post(NIGHTLY, "{\"fire\": \"now\"}");
			assertThat(refused.status()).isEqualTo(409);
			assertThat(refused.json().get("detail").asString()).contains("disabled");
			verify(commands, never()).send(any());
			assertThat(post(NIGHTLY, "{\"state\": \"paused\"}").status()).isEqualTo(202);
		}
		finally {
			reset(flows);
		}
	}

	@Test
	void unknownTriggerIsNotFoundAndOneThatIsEvaluatedCannotFire() {
		ManagementPort.Answer unknown = post("/scheduler/ns/nightly/other", "{\"state\": \"paused\"}");
		assertThat(unknown.status()).isEqualTo(404);
		assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(post("/scheduler/ns/a%0Ab/other", "{\"state\": \"paused\"}").status()).isEqualTo(400);
		ManagementPort.Answer busy = post("/scheduler/other/polled/poll", "{\"fire\": \"now\"}");
		assertThat(busy.status()).isEqualTo(409);
		assertThat(busy.json().get("detail").asString()).contains("being evaluated");
		verify(commands, never()).send(any());
		assertThat(post("/scheduler/other/polled/poll", "{\"state\": \"paused\"}").status()).isEqualTo(202);
	}

	@Test
	void triggerThatIsNotKnownYetIsToBeAskedForAgain() {
		SchedulerView view = context.getBean(SchedulerView.class);
		given(view.isReady()).willReturn(false);
		try {
			ManagementPort.Answer answer = post("/scheduler/ns/nightly/other", "{\"state\": \"paused\"}");
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.json().get("detail").asString()).contains("does not know its triggers yet");
		}
		finally {
			given(view.isReady()).willReturn(true);
		}
	}

	@Test
	void commandThatTheBrokerDoesNotTakeIsAProblem() {
		given(commands.send(any())).willReturn(CompletableFuture.failedFuture(new IllegalStateException("full")));
		try {
			ManagementPort.Answer answer = post(NIGHTLY, "{\"state\": \"paused\"}");
			assertThat(answer.status()).isEqualTo(503);
			assertThat(answer.json().get("detail").asString()).contains("full");
		}
		finally {
			given(commands.send(any())).willAnswer((call) -> CompletableFuture.completedStage(null));
		}
	}

	private static ManagementPort.Answer post(String path, String body) {
		return port.send("POST", path, body, "Content-Type", "application/json");
	}

	private static TriggerCommand sent() {
		ArgumentCaptor<TriggerCommand> captor = ArgumentCaptor.forClass(TriggerCommand.class);
		verify(commands).send(captor.capture());
		List<TriggerCommand> all = captor.getAllValues();
		return all.get(all.size() - 1);
	}

}
