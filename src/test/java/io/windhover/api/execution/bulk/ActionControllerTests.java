package io.windhover.api.execution.bulk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.windhover.api.execution.rerun.Reruns;
import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.FailureCause;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.execution.json.Json;
import io.windhover.flow.Flow;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import io.windhover.http.RequestAudit;
import io.windhover.repository.Page;
import io.windhover.repository.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

@ApiTest
class ActionControllerTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final Repository repository;

	ActionControllerTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench,
			@Autowired Repository repository) {
		this.mvc = mvc;
		this.bench = bench;
		this.repository = repository;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		Mockito.reset(this.repository);
		Flow flow = Samples.flow(List.of(Samples.task("one"), Samples.task("two"),
				new ControlTask.Pause("hold", TaskOptions.NONE, ControlTask.Handlers.NONE, null,
						List.of(new Input("ok", Input.Type.BOOLEAN, true, null, null, null, InputRules.NONE)))));
		this.bench.flows().put(flow.key(), flow);
		this.bench.revisions().put(flow.ref(), flow);
	}

	@Test
	void eachIsReportedAndTheSummaryComesLast() {
		stored(execution("running-1", State.RUNNING), execution("running-2", State.QUEUED),
				execution("done", State.SUCCESS));
		MvcTestResult result = act("{\"action\": \"kill\", \"filter\": {\"namespace\": \"test\"}}");
		List<JsonNode> lines = lines(result);
		assertThat(lines).hasSize(5);
		assertThat(outcomes(lines)).containsExactly("running-1 accepted", "running-2 accepted", "done skipped");
		assertThat(lines.get(3)).hasToString("{\"progress\":{\"done\":3,\"of\":3}}");
		assertThat(lines.get(4)).hasToString("{\"summary\":{\"action\":\"kill\",\"dryRun\":false,\"complete\":true,"
				+ "\"matched\":3,\"would\":0,\"accepted\":2,\"unchanged\":0,\"skipped\":1,\"refused\":0}}");
		assertThat(this.bench.commands()).hasSize(2).hasOnlyElementsOfType(ExecutionCommand.Kill.class);
		assertThat(RequestAudit.of(result.getRequest())).containsEntry("operation", "executions.kill")
			.containsEntry("target", "namespace=test")
			.containsEntry("outcome", "accepted")
			.containsEntry("accepted", 2L);
	}

	@Test
	void aDryRunDoesNothing() {
		stored(execution("running", State.RUNNING), execution("done", State.SUCCESS));
		MvcTestResult result = act("{\"action\": \"kill\", \"filter\": {\"flowId\": \"sample\"}, \"dryRun\": true}");
		assertThat(outcomes(lines(result))).containsExactly("running would", "done skipped");
		assertThat(this.bench.commands()).isEmpty();
		assertThat(RequestAudit.of(result.getRequest())).containsEntry("outcome", "dry-run");
	}

	/** What it answers is what doing it answers, but for what is done. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					"restart"                                                       | incomplete refused, fit would, gone refused
					"replay", "from": "one"                                         | incomplete refused, fit would, gone refused
					"replay", "from": "two"                                         | incomplete refused, fit refused, gone refused
					"resume", "inputs": {"ok": true}                                | paused would, busy skipped
					"resume", "path": "hold", "inputs": {"ok": true}                | paused would, busy skipped
					"resume", "path": "two", "inputs": {"ok": true}                 | paused skipped, busy skipped
					"resume"                                                        | paused refused, busy skipped
					"resume", "inputs": {"ok": "perhaps"}                           | paused refused, busy skipped
					"pause"                                                         | paused would, busy would, queued skipped
					"kill"                                                          | paused would, busy would, queued would
					""")
	void aDryRunPromisesNothingThatIsRefused(String action, String found) {
		stored(Arrays.stream(found.split(", "))
			.map((each) -> named(each.substring(0, each.indexOf(' '))))
			.toArray(Execution[]::new));
		given(this.repository.taskRuns(any())).willAnswer((call) -> List.of(run(call.getArgument(0))));
		given(this.repository.taskRuns("incomplete")).willReturn(List.of(run("incomplete", State.RUNNING)));
		given(this.repository.taskRuns("paused")).willReturn(List.of(run("paused"), paused("paused")));
		String body = "{\"action\": %s, \"filter\": {\"namespace\": \"test\"}, \"dryRun\": %s}";
		List<JsonNode> dry = lines(act(body.formatted(action, true)));
		assertThat(outcomes(dry)).containsExactly(found.split(", "));
		assertThat(this.bench.commands()).isEmpty();
		List<JsonNode> real = lines(act(body.formatted(action, false)));
		assertThat(outcomes(real)).containsExactly(found.replace("would", "accepted").split(", "));
		assertThat(reasons(dry)).isEqualTo(reasons(real));
		JsonNode would = dry.get(dry.size() - 1).get("summary");
		JsonNode did = real.get(real.size() - 1).get("summary");
		assertThat(would.get("would")).isEqualTo(did.get("accepted"));
		assertThat(would.get("skipped")).isEqualTo(did.get("skipped"));
		assertThat(would.get("refused")).isEqualTo(did.get("refused"));
	}

	@Test
	void aDryRunNamesTheFlowThatIsDisabledAndTheRestartThatThereIs() {
		stored(execution("fresh", State.FAILED));
		given(this.repository.taskRuns("fresh")).willReturn(List.of(run("fresh")));
		String dry = "{\"action\": \"restart\", \"filter\": {\"state\": \"FAILED\"}, \"dryRun\": true}";
		assertThat(outcomes(lines(act(dry)))).containsExactly("fresh would");
		assertThat(outcomes(lines(act("{\"action\": \"restart\", \"filter\": {\"state\": \"FAILED\"}}"))))
			.containsExactly("fresh accepted");
		JsonNode again = lines(act(dry)).get(0);
		assertThat(again.get("outcome").asString()).isEqualTo("unchanged");
		assertThat(again.get("execution").asString()).isEqualTo(Reruns.restartId("fresh"));
		this.bench.disable("test", "sample");
		JsonNode disabled = lines(act("{\"action\": \"replay\", \"from\": \"one\", "
				+ "\"filter\": {\"state\": \"FAILED\"}, \"dryRun\": true}"))
			.get(0);
		assertThat(disabled.get("outcome").asString()).isEqualTo("skipped");
		assertThat(disabled.get("reason").asString()).isEqualTo("Flow 'test/sample' is disabled.");
		assertThat(this.bench.commands()).hasSize(1);
	}

	@Test
	void progressIsReportedAfterEachPage() {
		stored(IntStream.range(0, 450)
			.mapToObj((each) -> execution("run-" + each, "sample", State.RUNNING, START.minusSeconds(each)))
			.toArray(Execution[]::new));
		for (boolean dryRun : List.of(true, false)) {
			List<JsonNode> lines = lines(act(
					"{\"action\": \"kill\", \"filter\": {\"namespace\": \"test\"}, \"dryRun\": %s}".formatted(dryRun)));
			assertThat(lines.stream().filter((line) -> line.has("progress")).map((line) -> line.get("progress")))
				.hasSize(3)
				.allSatisfy((progress) -> assertThat(progress.get("of").asInt()).isEqualTo(450))
				.last()
				.satisfies((progress) -> assertThat(progress.get("done").asInt()).isEqualTo(450));
			assertThat(outcomes(lines)).hasSize(450).doesNotHaveDuplicates();
			assertThat(lines.get(lines.size() - 1).at("/summary/" + (dryRun ? "would" : "accepted")).asInt())
				.isEqualTo(450);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"team=sales"             | sales, both | label=team=sales
			["team=sales", "size=1"] | both        | label=team=sales&size=1
			""")
	void filterHasLabels(String label, String found, String target) {
		stored(execution("sales", State.RUNNING).withLabels(Map.of("team", "sales")),
				execution("both", State.RUNNING).withLabels(Map.of("team", "sales", "size", "1")),
				execution("none", State.RUNNING));
		for (boolean dryRun : List.of(true, false)) {
			MvcTestResult result = act(
					"{\"action\": \"kill\", \"filter\": {\"label\": %s}, \"dryRun\": %s}".formatted(label, dryRun));
			assertThat(outcomes(lines(result))).containsExactlyInAnyOrder(Arrays.stream(found.split(", "))
				.map((id) -> id + (dryRun ? " would" : " accepted"))
				.toArray(String[]::new));
			assertThat(RequestAudit.of(result.getRequest())).containsEntry("target", target);
		}
	}

	@Test
	void filterHasACause() {
		Execution failed = execution("failed", State.FAILED);
		stored(failed, execution("done", State.SUCCESS));
		given(this.repository.taskRuns("failed")).willReturn(List.of(run("failed")));
		String body = "{\"action\": \"restart\", \"filter\": {\"cause\": \"%s\"}, \"dryRun\": true}";
		assertThat(outcomes(lines(act(body.formatted(FailureCause.of(failed).id()))))).containsExactly("failed would");
		assertThat(outcomes(lines(act(body.formatted("0123456789ab"))))).isEmpty();
	}

	@Test
	void restartsAreMadeOnce() {
		stored(execution("failed-1", State.FAILED), execution("failed-2", State.FAILED));
		given(this.repository.taskRuns("failed-1")).willReturn(List.of(run("failed-1")));
		String body = "{\"action\": \"restart\", \"filter\": {\"state\": \"FAILED\"}}";
		List<JsonNode> lines = lines(act(body));
		assertThat(outcomes(lines)).containsExactly("failed-1 accepted", "failed-2 accepted");
		assertThat(lines.get(0).get("execution").asString()).isEqualTo(Reruns.restartId("failed-1"));
		assertThat(outcomes(lines(act(body)))).containsExactly("failed-1 unchanged", "failed-2 unchanged");
		assertThat(this.bench.commands()).hasSize(2);
	}

	@Test
	void filterMayHaveSeveralStates() {
		stored(execution("a", State.FAILED), execution("b", State.KILLED), execution("c", State.WARNING));
		given(this.repository.taskRuns(any())).willAnswer((call) -> List.of(run(call.getArgument(0))));
		MvcTestResult result = act(
				"{\"action\": \"restart\", \"filter\": {\"state\": [\"KILLED\", \"FAILED\"]}, \"dryRun\": true}");
		assertThat(outcomes(lines(result))).containsExactly("a would", "b would");
		assertThat(RequestAudit.of(result.getRequest())).containsEntry("target", "state=FAILED|KILLED");
	}

	@Test
	void replaysNameAPathAndOneThatDoesNotExistIsReported() {
		stored(execution("done-1", State.SUCCESS), execution("done-2", State.SUCCESS));
		given(this.repository.taskRuns("done-1")).willReturn(List.of(run("done-1")));
		List<JsonNode> lines = lines(
				act("{\"action\": \"replay\", \"from\": \"one\", \"filter\": {\"state\": \"SUCCESS\"}}"));
		assertThat(outcomes(lines)).containsExactly("done-1 accepted", "done-2 refused");
		assertThat(lines.get(1).get("reason").asString()).isEqualTo("Execution 'done-2' has run nothing at 'one'.");
	}

	@Test
	void whereKafkaIsAwayItStops() {
		stored(execution("a", State.RUNNING), execution("b", State.RUNNING), execution("c", State.RUNNING),
				execution("d", State.RUNNING));
		this.bench.brokerDown();
		List<JsonNode> lines = lines(act("{\"action\": \"kill\", \"filter\": {\"namespace\": \"test\"}}"));
		JsonNode summary = lines.get(lines.size() - 1).get("summary");
		assertThat(summary.get("complete").asBoolean()).isFalse();
		assertThat(summary.get("refused").asInt()).isEqualTo(3);
		assertThat(summary.get("reason").asString()).startsWith("The Kafka broker did not acknowledge");
	}

	@Test
	void oneThatCannotBeDoneStopsNoOther() {
		stored(execution("a", State.FAILED), execution("b", State.FAILED), execution("c", State.FAILED),
				execution("d", State.FAILED), execution("e", State.FAILED));
		for (String each : List.of("a", "b", "c")) {
			// began, and has no end here
			given(this.repository.taskRuns(each)).willReturn(List.of(run(each, State.RUNNING)));
		}
		given(this.repository.taskRuns("d")).willThrow(new IllegalStateException("broken"));
		given(this.repository.taskRuns("e")).willReturn(List.of(run("e")));
		List<JsonNode> lines = lines(act("{\"action\": \"restart\", \"filter\": {\"state\": \"FAILED\"}}"));
		assertThat(outcomes(lines)).containsExactly("a refused", "b refused", "c refused", "d refused", "e accepted");
		assertThat(lines.get(0).get("reason").asString()).startsWith("Not all task runs of execution 'a'");
		assertThat(lines.get(3).get("reason").asString()).isEqualTo("broken");
		assertThat(lines.get(lines.size() - 1).get("summary").get("complete").asBoolean()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"filter": {"state": "FAILED"}}                                         | action
			{"action": "burn", "filter": {"state": "FAILED"}}                       | action
			{"action": "kill"}                                                      | filter
			{"action": "kill", "filter": {}}                                        | filter
			{"action": "kill", "filter": {"namespace": "a b"}}                      | filter.namespace
			{"action": "kill", "filter": {"state": "BURNT"}}                        | filter.state.[0]
			{"action": "kill", "filter": {"sate": "FAILED"}}                        | filter.sate
			{"action": "kill", "filter": {"label": "team"}}                         | filter.label
			{"action": "kill", "filter": {"label": ["a=b", "=b"]}}                  | filter.label
			{"action": "kill", "filter": {"label": [null]}}                         | filter.label
			{"action": "kill", "filter": {"label": []}}                             | filter
			{"action": "replay", "filter": {"state": "FAILED"}}                     | from
			{"action": "restart", "from": "one", "filter": {"state": "FAILED"}}     | from
			{"action": "kill", "inputs": {}, "filter": {"state": "RUNNING"}}        | inputs
			""")
	void whatIsWrongIsNamed(String body, String field) {
		MvcTestResult result = this.mvc.post()
			.uri("/api/executions/actions")
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
		assertThat(result).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("field").isEqualTo(field);
		assertThat(result).bodyJson().extractingPath("hint").asString().isNotBlank();
	}

	private MvcTestResult act(String body) {
		MvcTestResult result = this.mvc.post()
			.uri("/api/executions/actions")
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.asyncExchange();
		result.getMvcResult().getAsyncResult(60_000);
		return result;
	}

	private static List<JsonNode> lines(MvcTestResult result) {
		assertThat(result).hasStatusOk().hasContentTypeCompatibleWith(MediaType.APPLICATION_NDJSON);
		return new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8).lines()
			.map(Json.mapper()::readTree)
			.toList();
	}

	private static List<String> outcomes(List<JsonNode> lines) {
		return lines.stream()
			.filter((line) -> line.has("id"))
			.map((line) -> line.get("id").asString() + " " + line.get("outcome").asString())
			.toList();
	}

	private static List<String> reasons(List<JsonNode> lines) {
		return lines.stream().map((line) -> line.path("reason").asString("")).toList();
	}

	private void stored(Execution... executions) {
		given(this.repository.executions(any())).willAnswer((call) -> {
			ExecutionQuery query = call.getArgument(0);
			List<Execution> matching = Arrays.stream(executions).filter(query::matches).toList();
			return new Page<>(matching.stream().skip((long) query.page() * query.size()).limit(query.size()).toList(),
					matching.size());
		});
		for (Execution each : executions) {
			given(this.repository.execution(each.id())).willReturn(each);
		}
	}

	private static Execution execution(String id, State state) {
		return execution(id, "sample", state, START);
	}

	private static Execution named(String id) {
		return switch (id) {
			case "paused" -> execution(id, State.PAUSED);
			case "busy" -> execution(id, State.RUNNING);
			case "queued" -> execution(id, State.QUEUED);
			case "gone" -> execution(id, "missing", State.FAILED, START);
			default -> execution(id, State.FAILED);
		};
	}

	private static Execution execution(String id, String flowId, State state, Instant at) {
		return new Execution(id, "test", flowId, 1, state, List.of(new StateChange(state, at)), Map.of(), Map.of(),
				null, null, at, at, state.isTerminal() ? at : null, null, null, false, 9);
	}

	private static TaskRun paused(String id) {
		return new TaskRun(id + ".hold", id, "test", "sample", 1, "hold", "hold", "pause", State.PAUSED,
				List.of(new StateChange(State.PAUSED, START)), 1, List.of(), 0, START, null, null, 3);
	}

	private static TaskRun run(String id) {
		return run(id, State.SUCCESS);
	}

	private static TaskRun run(String id, State state) {
		return new TaskRun(id + ".one", id, "test", "sample", 1, "one", "one", "test", state,
				List.of(new StateChange(state, START)), 1,
				List.of(new Attempt(1, state, null, START, START, null, null, List.of())), 0, START, null, null, 3);
	}

}
