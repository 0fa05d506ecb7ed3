package io.windhover.api.execution.rerun;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.repository.Repository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@ApiTest
class RerunControllerTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final Repository repository;

	RerunControllerTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench,
			@Autowired Repository repository) {
		this.mvc = mvc;
		this.bench = bench;
		this.repository = repository;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		Mockito.reset(this.repository);
		Flow flow = Samples.flow(List.of(Samples.task("one"), Samples.task("two"), Samples.task("three")));
		this.bench.flows().put(flow.key(), flow);
		this.bench.revisions().put(flow.ref(), flow);
	}

	@Test
	void restartKeepsWhatSucceeded() {
		known("failed", State.FAILED, 2, run("failed", "one", State.SUCCESS), run("failed", "two", State.FAILED));
		MvcTestResult result = post("failed", "restart", null);
		String id = Reruns.restartId("failed");
		assertThat(result).hasStatus(201).hasHeader("Location", "/api/executions/" + id);
		assertThat(result).bodyJson().isLenientlyEqualTo("""
				{"id": "%s", "state": "CREATED", "restartOf": "failed", "inputs": {"day": "monday"},
					"labels": {"team": "blue"}}
				""".formatted(id));
		assertThat(this.bench.commands()).singleElement()
			.isInstanceOfSatisfying(ExecutionCommand.Create.class, (command) -> {
				assertThat(command.executionId()).isEqualTo(id);
				assertThat(command.rerun()).isEqualTo(new Rerun(Rerun.Kind.RESTART, "failed", null, 1));
				assertThat(command.kept()).isEqualTo(Map.of("one", new KeptResult(Map.of("n", 1), 7)));
			});
	}

	@Test
	void whatKeptTasksHaveSetAsOutputsStays() {
		known("set", State.FAILED, 2, run("set", "one", State.SUCCESS), run("set", "two", State.FAILED));
		Execution set = Objects.requireNonNull(this.repository.execution("set"));
		given(this.repository.execution("set")).willReturn(set.withOutputs(Map.of("n", 1)));
		assertThat(post("set", "restart", null)).hasStatus(201)
			.bodyJson()
			.extractingPath("outputs")
			.isEqualTo(Map.of("n", 1));
		assertThat(this.bench.commands()).singleElement()
			.isInstanceOfSatisfying(ExecutionCommand.Create.class,
					(command) -> assertThat(command.outputs()).isEqualTo(Map.of("n", 1)));
	}

	@Test
	void anExecutionHasOneRestart() {
		known("once", State.FAILED, 1, run("once", "one", State.FAILED));
		assertThat(post("once", "restart", null)).hasStatus(201);
		assertThat(post("once", "restart", null)).hasStatus(200)
			.hasHeader("Location", "/api/executions/" + Reruns.restartId("once"));
		assertThat(this.bench.commands()).hasSize(1);
	}

	@Test
	void replayRunsAnewFromAPath() {
		known("done", State.SUCCESS, 3, run("done", "one", State.SUCCESS), run("done", "two", State.SUCCESS),
				run("done", "three", State.SUCCESS));
		MvcTestResult result = post("done", "replay", "{\"from\": \"two\"}");
		assertThat(result).hasStatus(201).bodyJson().isLenientlyEqualTo("""
				{"replayOf": "done", "replayFrom": "two"}
				""");
		assertThat(this.bench.commands()).singleElement()
			.isInstanceOfSatisfying(ExecutionCommand.Create.class,
					(command) -> assertThat(command.kept()).containsOnlyKeys("one"));
		assertThat(post("done", "replay", "{\"from\": \"two\"}")).hasStatus(201);
		assertThat(this.bench.commands()).hasSize(2);
	}

	@Test
	void theSameIdempotencyKeyIsTheSameReplay() {
		known("done", State.SUCCESS, 1, run("done", "one", State.SUCCESS));
		for (int status : new int[] { 201, 200 }) {
			assertThat(this.mvc.post()
				.uri("/api/executions/done/replay")
				.header("Idempotency-Key", "again")
				.contentType(MediaType.APPLICATION_JSON)
				.content("{\"from\": \"one\"}")).hasStatus(status);
		}
		assertThat(this.bench.commands()).hasSize(1);
	}

	@Test
	void aPathThatDoesNotExistIsAProblemThatNamesThoseNearIt() {
		known("done", State.SUCCESS, 2, run("done", "one", State.SUCCESS), run("done", "two", State.SUCCESS));
		MvcTestResult result = post("done", "replay", "{\"from\": \"tow\"}");
		assertProblem(result, 400);
		assertThat(result).bodyJson().isLenientlyEqualTo("""
				{"field": "from", "detail": "Execution 'done' has run nothing at 'tow'.",
					"hint": "Set 'from' to the path of a task, such as 'two', 'one'."}
				""");
		assertProblem(post("done", "replay", "{}"), 400);
		assertProblem(post("done", "replay", "{\"form\": \"one\"}"), 400);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void onlyWhatHasEndedIsTakenUp() {
		known("running", State.RUNNING, null, run("running", "one", State.RUNNING));
		known("done", State.SUCCESS, 1, run("done", "one", State.SUCCESS));
		assertProblem(post("running", "restart", null), 409);
		assertProblem(post("running", "replay", "{\"from\": \"one\"}"), 409);
		assertProblem(post("done", "restart", null), 409);
		assertProblem(post("nobody", "restart", null), 404);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void documentsThatAreMissingMayHaveSucceeded() {
		known("late", State.FAILED, 3, run("late", "one", State.SUCCESS), run("late", "two", State.FAILED));
		assertProblem(post("late", "restart", null), 503);
		known("later", State.FAILED, null, run("later", "one", State.SUCCESS), run("later", "two", State.RUNNING));
		assertProblem(post("later", "restart", null), 503);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void aFlowThatIsDisabledOrGoneTakesNothingUp() {
		known("stopped", State.FAILED, 1, run("stopped", "one", State.FAILED));
		this.bench.disable("test", "sample");
		assertProblem(post("stopped", "restart", null), 409);
		this.bench.flows().clear();
		assertProblem(post("stopped", "restart", null), 404);
	}

	@Test
	void moreThanARecordHoldsIsRefused() {
		TaskRun run = run("large", "one", State.SUCCESS);
		known("large", State.FAILED, 2,
				new TaskRun(run.id(), "large", "test", "sample", 1, "one", "one", "test", State.SUCCESS, run.history(),
						1, run.attempts(), 0, START, Map.of("text", "x".repeat(5_000_000)), null, 3),
				run("large", "two", State.FAILED));
		MvcTestResult result = post("large", "restart", null);
		assertProblem(result, 413);
		assertThat(result).bodyJson()
			.extractingPath("detail")
			.asString()
			.matches("The results to keep of execution 'large' are 50000\\d\\d bytes of JSON, more than 4194304.");
	}

	private void known(String id, State state, @Nullable Integer taskRuns, TaskRun... runs) {
		given(this.repository.execution(id)).willReturn(new Execution(id, "test", "sample", 1, state,
				List.of(new StateChange(state, START)), Map.of("team", "blue"), Map.of("day", "monday"), null, null,
				null, null, START, START, state.isTerminal() ? START : null, null, null, false, null, taskRuns, 9));
		given(this.repository.taskRuns(id)).willReturn(List.of(runs));
	}

	private static TaskRun run(String id, String path, State state) {
		return new TaskRun(id + "." + path, id, "test", "sample", 1, path, path, "test", state,
				List.of(new StateChange(state, START)), 1,
				List.of(new Attempt(1, state, null, START, START, null, null, List.of())), 0, START,
				(state == State.SUCCESS) ? Map.of("n", 1) : null, null, 3);
	}

	private MvcTestResult post(String id, String action, @Nullable String body) {
		MockMvcTester.MockMvcRequestBuilder request = this.mvc.post().uri("/api/executions/{id}/" + action, id);
		return (body != null) ? request.contentType(MediaType.APPLICATION_JSON).content(body).exchange()
				: request.exchange();
	}

	private static void assertProblem(MvcTestResult result, int status) {
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("hint").asString().isNotBlank();
	}

}
