package io.windhover.api.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.cluster.owner.PlayedOwner;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.ExecutionQuery;
import io.windhover.execution.FailureCause;
import io.windhover.execution.ParentTask;
import io.windhover.execution.State;
import io.windhover.flow.Flow;
import io.windhover.flow.FlowKey;
import io.windhover.flow.FlowRef;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.TaskOptions;
import io.windhover.repository.Documents;
import io.windhover.repository.Page;
import io.windhover.repository.Repository;
import io.windhover.repository.RepositoryException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;

@ApiTest
class ExecutionControllerTests {

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final PlayedOwner owner;

	private final Repository repository;

	ExecutionControllerTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired PlayedOwner owner,
			@Autowired Repository repository) {
		this.mvc = mvc;
		this.bench = bench;
		this.owner = owner;
		this.repository = repository;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		this.bench.given("demo", "hello");
		Mockito.reset(this.repository);
		given(this.repository.executions(any())).willReturn(new Page<>(List.of(), 0));
	}

	@Test
	void aCreatedExecutionAnswersAtOnce() {
		MvcTestResult created = create("{\"inputs\": {\"count\": 3}, \"labels\": {\"who\": \"me\"}}");
		ExecutionCommand.Create command = (ExecutionCommand.Create) this.bench.commands().get(0);
		assertThat(created).hasStatus(201).hasHeader("Location", "/api/executions/" + command.executionId());
		assertThat(command.flow()).hasToString("demo/hello/1");
		assertThat(command.labels()).isEqualTo(Map.of("team", "blue", "who", "me"));
		assertThat(this.mvc.get().uri("/api/executions/" + command.executionId())).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("""
					{"namespace": "demo", "flowId": "hello", "flowRevision": 1, "state": "CREATED", "taskRuns": []}
					""");
		assertThat(this.mvc.get().uri("/api/executions?flowId=hello&size=1")).hasStatusOk()
			.bodyJson()
			.extractingPath("items[0].id")
			.isEqualTo(command.executionId());
	}

	@Test
	void disabledFlowTakesNoExecutions() {
		this.bench.disable("demo", "hello");
		assertProblem(create("{}"), 409);
		assertThat(this.bench.commands()).isEmpty();
		assertThat(this.mvc.get().uri("/api/flows/demo/hello").accept("application/json")).bodyJson()
			.extractingPath("disabled")
			.isEqualTo(true);
	}

	@Test
	void theSameIdempotencyKeyIsTheSameExecution() {
		MvcTestResult first = createWithKey("order-1");
		String id = this.bench.commands().get(0).executionId();
		assertThat(first).hasStatus(201).hasHeader("Location", "/api/executions/" + id);
		assertThat(createWithKey("order-1")).hasStatus(200).hasHeader("Location", "/api/executions/" + id);
		assertThat(this.bench.commands()).hasSize(1);
		assertThat(createWithKey("order-2")).hasStatus(201);
		assertThat(this.bench.commands()).hasSize(2);
		assertProblem(createWithKey("no key"), 400);
	}

	@Test
	void anIdempotencyKeyWithOtherInputsIsRefused() {
		Flow flow = Objects.requireNonNull(this.bench.flows().get(new FlowKey("demo", "hello")));
		this.bench.revisions().put(flow.ref(), flow);
		assertThat(createWithKey("order-1", "{\"inputs\": {\"count\": 3}, \"labels\": {\"who\": \"me\"}}"))
			.hasStatus(201);
		String id = this.bench.commands().get(0).executionId();
		assertThat(createWithKey("order-1", "{\"inputs\": {\"count\": \"3\"}, \"labels\": {\"who\": \"me\"}}"))
			.hasStatus(200)
			.hasHeader("Location", "/api/executions/" + id);
		for (String other : List.of("{\"inputs\": {\"count\": 4}, \"labels\": {\"who\": \"me\"}}",
				"{\"inputs\": {\"cuont\": 3}, \"labels\": {\"who\": \"me\"}}", "{\"labels\": {\"who\": \"me\"}}", "{}",
				"{\"inputs\": {\"count\": 3}}", "{\"inputs\": {\"count\": 3}, \"labels\": {\"who\": \"you\"}}",
				"{\"inputs\": {\"count\": 3}, \"labels\": {\"who\": \"me\", \"team\": \"blue\"}}")) {
			MvcTestResult refused = createWithKey("order-1", other);
			assertProblem(refused, 422);
			assertThat(refused).bodyJson().extractingPath("field").isEqualTo("Idempotency-Key");
			assertThat(refused).bodyText().contains(id);
		}
		assertThat(this.bench.commands()).hasSize(1);
	}

	@Test
	void labelsThatTasksHaveChangedAreNoOtherRequest() {
		assertThat(createWithKey("order-1", "{\"labels\": {\"who\": \"me\"}}")).hasStatus(201);
		Execution created = Execution.created((ExecutionCommand.Create) this.bench.commands().get(0));
		this.owner.changed(created.withLabels(Map.of("who", "somebody else", "step", "2")));
		assertThat(createWithKey("order-1", "{\"labels\": {\"who\": \"me\"}}")).hasStatus(200);
		assertProblem(createWithKey("order-1", "{\"labels\": {\"who\": \"somebody else\"}}"), 422);
	}

	@Test
	void aDefaultThatIsMadeOfAnotherInputIsComparedToo() {
		Flow made = new Flow("demo", "hello", 1, null, Map.of(),
				List.of(new Input("from", Input.Type.STRING, true, null, null, null, InputRules.NONE),
						new Input("to", Input.Type.STRING, false, "{{ inputs.from }}", null, null, InputRules.NONE)),
				Map.of(), List.of(), ControlTask.Handlers.NONE, TaskOptions.NONE, Map.of(), null, List.of(), "", null,
				Instant.EPOCH);
		this.bench.flows().put(made.key(), made);
		this.bench.revisions().put(made.ref(), made);
		assertThat(createWithKey("order-1", "{\"inputs\": {\"from\": \"a\", \"to\": \"b\"}}")).hasStatus(201);
		assertThat(createWithKey("order-1", "{\"inputs\": {\"from\": \"a\", \"to\": \"b\"}}")).hasStatus(200);
		assertProblem(createWithKey("order-1", "{\"inputs\": {\"from\": \"a\"}}"), 422);
	}

	private MvcTestResult createWithKey(String key, String body) {
		return this.mvc.post()
			.uri("/api/flows/demo/hello/executions")
			.header("Idempotency-Key", key)
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
	}

	private MvcTestResult createWithKey(String key) {
		return this.mvc.post().uri("/api/flows/demo/hello/executions").header("Idempotency-Key", key).exchange();
	}

	@Test
	void theBodyMayBeLeftOut() {
		assertThat(this.mvc.post().uri("/api/flows/demo/hello/executions")).hasStatus(201);
	}

	@Test
	void whoWaitsGetsTheEnd() {
		MvcTestResult waiting = this.mvc.post().uri("/api/flows/demo/hello/executions?wait=PT30S").asyncExchange();
		String id = this.bench.commands().get(0).executionId();
		Execution end = Documents.execution(1, "hello", State.SUCCESS, 3);
		this.owner.changed(Documents.taskRun(id, "say", State.SUCCESS, 3));
		this.owner.changed(withId(id, end));
		waiting.getMvcResult().getAsyncResult(10_000);
		assertThat(this.mvc.get().uri("/api/executions/" + id)).bodyJson().isLenientlyEqualTo("""
				{"state": "SUCCESS", "duration": "PT2S", "taskRuns": [{"taskId": "say", "outputs": {"answer": 42},
					"attempts": [{"number": 1, "duration": "PT1S",
						"metrics": [{"name": "lines", "kind": "counter", "value": 3.0, "tags": {"stream": "out"}}]}]}]}
				""");
	}

	@Test
	void whoWaitedTooShortIsToldHowItStands() {
		assertThat(this.mvc.post().uri("/api/flows/demo/hello/executions?wait=PT0.05S")).hasStatus(202)
			.bodyJson()
			.extractingPath("state")
			.isEqualTo("CREATED");
	}

	@Test
	void whatTheRepositoryKnowsAndMemoryDoesNotIsFound() {
		given(this.repository.execution("stored"))
			.willReturn(withId("stored", Documents.execution(1, "hello", State.FAILED, 4)));
		given(this.repository.taskRuns("stored"))
			.willReturn(List.of(Documents.taskRun("stored", "say", State.FAILED, 2)));
		assertThat(this.mvc.get().uri("/api/executions/stored")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{\"state\": \"FAILED\", \"taskRuns\": [{\"state\": \"FAILED\"}]}");
		this.owner.changed(withId("stored", Documents.execution(1, "hello", State.FAILED, 4)));
		this.owner.changed(Documents.taskRun("stored", "say", State.SUCCESS, 3));
		assertThat(this.mvc.get().uri("/api/executions/stored")).bodyJson()
			.extractingPath("taskRuns[0].state")
			.isEqualTo("SUCCESS");
	}

	@Test
	void aSubflowNamesTheTaskThatStartedIt() {
		given(this.repository.execution("sub")).willReturn(Execution
			.created(new ExecutionCommand.Create("sub", Instant.EPOCH, new FlowRef("demo", "hello", 1), Map.of(),
					Map.of(), null, null, null, null, new ParentTask("parent", "each[3].call", 2, true, 1, null))));
		assertThat(this.mvc.get().uri("/api/executions/sub")).hasStatusOk()
			.bodyJson()
			.extractingPath("parent")
			.isEqualTo(Map.of("executionId", "parent", "path", "each[3].call", "waits", true));
	}

	@Test
	void ofManyTaskRunsAPageIsAnswered() {
		given(this.repository.execution("large"))
			.willReturn(withId("large", Documents.execution(1, "hello", State.RUNNING, 1)));
		given(this.repository.taskRuns("large")).willReturn(IntStream.range(0, 2500)
			.mapToObj((i) -> Documents.taskRun("large", "each[%04d].say".formatted(i), State.SUCCESS, 1))
			.toList());
		assertThat(this.mvc.get().uri("/api/executions/large")).bodyJson().satisfies((body) -> {
			assertThat(body).extractingPath("taskRunCount").isEqualTo(2500);
			assertThat(body).extractingPath("taskRuns").asArray().hasSize(1000);
			assertThat(body).extractingPath("taskRuns[999].path").isEqualTo("each[0999].say");
		});
		assertThat(this.mvc.get().uri("/api/executions/large?page=1")).hasHeader("Link",
				"<?page=2>; rel=\"next\", <?page=0>; rel=\"prev\", <?page=0>; rel=\"first\"");
		assertThat(this.mvc.get().uri("/api/executions/large?page=2")).bodyJson()
			.extractingPath("taskRuns")
			.asArray()
			.hasSize(500);
		assertThat(this.mvc.get().uri("/api/executions/large?page=7&size=100")).bodyJson()
			.extractingPath("taskRuns[0].path")
			.isEqualTo("each[0700].say");
		assertProblem(this.mvc.get().uri("/api/executions/large?size=1001").exchange(), 400);
	}

	@Test
	void listingsShowTheNewestOfEachExecution() {
		Execution stored = withId("listed", Documents.execution(1, "listed", State.RUNNING, 1));
		given(this.repository.executions(any())).willReturn(new Page<>(List.of(stored), 1));
		this.owner.changed(withId("listed", Documents.execution(1, "listed", State.SUCCESS, 2)));
		assertThat(this.mvc.get().uri("/api/executions?flowId=listed")).bodyJson()
			.isLenientlyEqualTo("{\"items\": [{\"id\": \"listed\", \"state\": \"SUCCESS\"}], \"total\": 1}");
		assertThat(this.mvc.get().uri("/api/executions?flowId=listed&state=RUNNING")).bodyJson()
			.isLenientlyEqualTo("{\"items\": [], \"total\": 0}");
	}

	@Test
	void listingsHaveOnlyWhatHasTheLabelsNow() {
		Execution stored = withId("listed", Documents.execution(1, "listed", State.RUNNING, 1));
		given(this.repository.executions(any())).willReturn(new Page<>(List.of(stored), 1));
		this.owner.changed(withId("listed", Documents.execution(1, "listed", State.RUNNING, 2))
			.withLabels(Map.of("team", "a,b", "size", "x=y")));
		assertThat(this.mvc.get().uri("/api/executions?label={1}&label={2}", "team=a,b", "size=x=y")).bodyJson()
			.extractingPath("total")
			.isEqualTo(1);
		assertThat(this.mvc.get().uri("/api/executions?label={1}&label={2}", "team=a,b", "size=x")).bodyJson()
			.extractingPath("total")
			.isEqualTo(0);
		ArgumentCaptor<ExecutionQuery> asked = ArgumentCaptor.forClass(ExecutionQuery.class);
		then(this.repository).should(atLeastOnce()).executions(asked.capture());
		assertThat(asked.getAllValues()).extracting(ExecutionQuery::labels).contains(List.of("team=a,b", "size=x=y"));
		for (String wrong : List.of("team", "=sales", "")) {
			MvcTestResult result = this.mvc.get().uri("/api/executions?label={1}", wrong).exchange();
			assertProblem(result, 400);
			assertThat(result).bodyJson().extractingPath("field").isEqualTo("label");
		}
	}

	@Test
	void listingsHaveOnlyWhatFailedForTheCause() {
		Execution stored = withId("listed", Documents.failed(1, "listed", "http", "No answer after 5 s"));
		given(this.repository.executions(any())).willReturn(new Page<>(List.of(stored), 1));
		String cause = FailureCause.of(stored).id();
		assertThat(this.mvc.get().uri("/api/executions?cause=" + cause)).bodyJson()
			.isLenientlyEqualTo(
					"{\"items\": [{\"id\": \"listed\", \"cause\": \"%s\"}], \"total\": 1}".formatted(cause));
		ArgumentCaptor<ExecutionQuery> asked = ArgumentCaptor.forClass(ExecutionQuery.class);
		then(this.repository).should(atLeastOnce()).executions(asked.capture());
		assertThat(asked.getAllValues()).extracting(ExecutionQuery::cause).contains(cause);
		MvcTestResult result = this.mvc.get().uri("/api/executions?cause=timeout").exchange();
		assertProblem(result, 400);
		assertThat(result).bodyJson().extractingPath("field").isEqualTo("cause");
	}

	@Test
	void logsAreJsonOrText() {
		given(this.repository.execution("e1")).willReturn(Documents.execution(1, "hello", State.RUNNING, 1));
		given(this.repository.logs(eq("e1"), anyInt(), anyInt()))
			.willReturn(new Page<>(List.of(Documents.log("e1", 0)), 1));
		assertThat(this.mvc.get().uri("/api/executions/e1/logs")).hasStatusOk()
			.hasContentType(MediaType.APPLICATION_JSON)
			.bodyJson()
			.isLenientlyEqualTo("{\"items\": [{\"level\": \"INFO\", \"message\": \"line 0\"}], \"total\": 1}");
		assertThat(this.mvc.get().uri("/api/executions/e1/logs").accept(MediaType.TEXT_PLAIN)).hasStatusOk()
			.hasContentType("text/plain;charset=UTF-8")
			.bodyText()
			.startsWith("2026-01-31T12:00:00.123456Z INFO  say#1 line 0");
		assertProblem(this.mvc.get().uri("/api/executions/nobody/logs").accept(MediaType.TEXT_PLAIN).exchange(), 404);
	}

	@Test
	void pagesOfALogLinkOneAnotherAsJsonAndAsText() {
		given(this.repository.execution("e1")).willReturn(Documents.execution(1, "hello", State.RUNNING, 1));
		given(this.repository.logs(eq("e1"), anyInt(), anyInt()))
			.willReturn(new Page<>(List.of(Documents.log("e1", 0)), 2));
		for (MediaType type : List.of(MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN)) {
			assertThat(this.mvc.get().uri("/api/executions/e1/logs?size=1").accept(type)).hasHeader("Link",
					"<?size=1&page=1>; rel=\"next\"");
		}
	}

	@Test
	void onlyWhatRunsIsKilled() {
		given(this.repository.execution("running"))
			.willReturn(withId("running", Documents.execution(1, "hello", State.RUNNING, 1)));
		given(this.repository.execution("ended"))
			.willReturn(withId("ended", Documents.execution(1, "hello", State.SUCCESS, 1)));
		assertThat(this.mvc.post().uri("/api/executions/running/kill")).hasStatus(202);
		assertThat(this.bench.commands()).singleElement().isInstanceOf(ExecutionCommand.Kill.class);
		assertProblem(this.mvc.post().uri("/api/executions/ended/kill").exchange(), 409);
		assertProblem(this.mvc.post().uri("/api/executions/nobody/kill").exchange(), 404);
	}

	@Test
	void killNeedsNoDocument() {
		String id = "7d444840-9dc0-11d1-b245-5ffdce74fad2";
		given(this.repository.isEmbedded()).willReturn(true);
		assertThat(this.mvc.post().uri("/api/executions/" + id + "/kill")).hasStatus(202);
		given(this.repository.isEmbedded()).willReturn(false);
		given(this.repository.execution(id)).willThrow(new RepositoryException("down", null));
		assertThat(this.mvc.post().uri("/api/executions/" + id + "/kill")).hasStatus(202);
		assertThat(this.bench.commands()).extracting(ExecutionCommand::executionId).containsExactly(id, id);
	}

	@Test
	void whatOnlyAnotherInstanceHasIsAProblemThatNamesIt() {
		given(this.repository.isEmbedded()).willReturn(true);
		for (String path : List.of("", "/unknown", "/unknown/logs")) {
			MvcTestResult result = this.mvc.get().uri("/api/executions" + path).exchange();
			assertProblem(result, 503);
			assertThat(result).bodyJson()
				.extractingPath("hint")
				.asString()
				.contains("there (management port: http://there:8081)")
				.doesNotContain("http://here");
		}
		create("{}");
		assertThat(this.mvc.get().uri("/api/executions/" + this.bench.commands().get(0).executionId())).hasStatusOk();
	}

	@Test
	void aRepositoryThatDoesNotAnswerIsToldAndHidesNothingThatIsKnown() {
		given(this.repository.execution(any())).willThrow(new RepositoryException("down", null));
		given(this.repository.executions(any())).willThrow(new RepositoryException("down", null));
		MvcTestResult list = this.mvc.get().uri("/api/executions").exchange();
		assertProblem(list, 503);
		assertThat(list).hasHeader("Retry-After", "5");
		assertProblem(this.mvc.get().uri("/api/executions/unknown").exchange(), 503);
		create("{}");
		assertThat(this.mvc.get().uri("/api/executions/" + this.bench.commands().get(0).executionId())).hasStatusOk();
	}

	@Test
	void aPartitionThatMovesIsToldUnlessTheRepositoryKnowsTheEnd() {
		create("{}");
		String id = this.bench.commands().get(0).executionId();
		this.owner.rebalance();
		given(this.repository.execution("ended"))
			.willReturn(withId("ended", Documents.execution(1, "hello", State.SUCCESS, 1)));
		given(this.repository.execution("running"))
			.willReturn(withId("running", Documents.execution(1, "hello", State.RUNNING, 1)));
		assertThat(this.mvc.get().uri("/api/executions/ended")).hasStatusOk();
		for (String each : List.of("running", id)) {
			MvcTestResult result = this.mvc.get().uri("/api/executions/" + each).exchange();
			assertProblem(result, 503);
			assertThat(result).hasHeader("Retry-After", "5");
		}
		assertThat(this.mvc.post().uri("/api/executions/" + id + "/kill")).hasStatus(202);
		assertThat(this.mvc.post().uri("/api/flows/demo/hello/executions?wait=PT0.05S")).hasStatus(202);
	}

	@Test
	void whatAnOwnerWithABacklogDoesNotKnowMayBeInIt() {
		create("{}");
		String id = this.bench.commands().get(0).executionId();
		this.owner.reset();
		this.owner.behind();
		assertThat(this.mvc.get().uri("/api/executions/" + id)).as("accepted here")
			.bodyJson()
			.extractingPath("state")
			.isEqualTo("CREATED");
		assertProblem(this.mvc.get().uri("/api/executions/accepted-elsewhere").exchange(), 503);
	}

	@Test
	void withoutTheRepositoryWhatIsKnownIsPartial() {
		given(this.repository.execution(any())).willThrow(new RepositoryException("down", null));
		this.owner.changed(withId("restarted", Documents.execution(1, "hello", State.RUNNING, 1)));
		assertThat(this.mvc.get().uri("/api/executions/restarted")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("{\"state\": \"RUNNING\", \"partial\": true}");
	}

	@Test
	void everyInputThatIsWrongIsInOneAnswer() {
		MvcTestResult result = create("{\"inputs\": {\"count\": \"many\", \"cuont\": 1}}");
		assertProblem(result, 400);
		assertThat(result).bodyJson()
			.extractingPath("problems")
			.asArray()
			.containsExactlyInAnyOrder(
					Map.of("field", "inputs.count", "message", "'many' is not of type int; give a whole number"),
					Map.of("field", "inputs.cuont", "message", "is not an input of the flow; did you mean 'count'?"));
	}

	@Test
	void aBrokerThatDoesNotAcknowledgeIsToldWithTheIdToLookFor() {
		this.bench.brokerDown();
		MvcTestResult result = create("{}");
		assertProblem(result, 503);
		assertThat(result).bodyJson().extractingPath("executionId").asString().isNotBlank();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"inputs": {"count": "many"}} | inputs.count
			{"inputs": {"unknown": 1}}    | inputs.unknown
			{"inputs": 3}                 | inputs
			{"input": {}}                 | input
			{"labels": {"a": {}}}         | labels.a
			{"labels": {"a": null}}       | labels.a
			""")
	void mistakesInTheBodyAreToldByTheirField(String body, String field) {
		MvcTestResult result = create(body);
		assertProblem(result, 400);
		assertThat(result).bodyJson().extractingPath("field").isEqualTo(field);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void malformedJsonIsToldByItsPlace() {
		MvcTestResult result = create("{\n  \"inputs\": }");
		assertProblem(result, 400);
		assertThat(result).bodyJson().extractingPath("line").isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "page=-1, page", "page=x, page", "size=0, size", "size=1001, size", "from=yesterday, from",
			"to=tomorrow, to", "state=DONE, state" })
	void mistakesInTheQueryAreToldByTheirField(String query, String field) {
		MvcTestResult result = this.mvc.get().uri("/api/executions?" + query).exchange();
		assertThat(result).hasStatus(400).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("field").isEqualTo(field);
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "-PT1S", "PT11M" })
	void aWaitThatIsNoneIsRefused(String wait) {
		MvcTestResult result = this.mvc.post().uri("/api/flows/demo/hello/executions?wait={wait}", wait).exchange();
		assertProblem(result, 400);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void unknownFlowsPathsAndMethodsAreProblems() {
		assertProblem(this.mvc.post().uri("/api/flows/demo/nobody/executions").exchange(), 404);
		assertProblem(this.mvc.get().uri("/api/nowhere").exchange(), 404);
		assertProblem(this.mvc.get().uri("/").accept(MediaType.TEXT_HTML).exchange(), 404);
		MvcTestResult method = this.mvc.delete().uri("/api/executions").exchange();
		assertProblem(method, 405);
		assertThat(method).hasHeader("Allow", "GET,HEAD,OPTIONS");
		assertProblem(this.mvc.post()
			.uri("/api/flows/demo/hello/executions")
			.contentType(MediaType.TEXT_PLAIN)
			.content("x")
			.exchange(), 415);
	}

	@Test
	void aFaultIsAProblemThatTellsNothingOfTheInside() {
		given(this.repository.execution(any())).willThrow(new IllegalStateException("secret inside"));
		MvcTestResult result = this.mvc.get().uri("/api/executions/faulty").exchange();
		assertProblem(result, 500);
		assertThat(result).bodyText().doesNotContain("secret", "Exception");
	}

	private MvcTestResult create(String body) {
		return this.mvc.post()
			.uri("/api/flows/demo/hello/executions")
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
	}

	private static Execution withId(String id, Execution of) {
		return new Execution(id, of.namespace(), of.flowId(), of.flowRevision(), of.state(), of.history(), of.labels(),
				of.inputs(), of.outputs(), of.trigger(), of.createdAt(), of.startedAt(), of.endedAt(), of.error(),
				of.waitsFor(), of.killRequested(), of.version());
	}

	private static void assertProblem(MvcTestResult result, int status) {
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("status").isEqualTo(status);
		assertThat(result).bodyJson().extractingPath("detail").asString().isNotBlank();
		assertThat(result).bodyJson().extractingPath("hint").asString().isNotBlank();
	}

}
