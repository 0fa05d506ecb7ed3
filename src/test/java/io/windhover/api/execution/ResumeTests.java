package io.windhover.api.execution;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.windhover.api.web.ApiTest;
import io.windhover.api.web.ApiTestBench;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.repository.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

@ApiTest
class ResumeTests {

	private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

	private final MockMvcTester mvc;

	private final ApiTestBench bench;

	private final Repository repository;

	ResumeTests(@Autowired MockMvcTester mvc, @Autowired ApiTestBench bench, @Autowired Repository repository) {
		this.mvc = mvc;
		this.bench = bench;
		this.repository = repository;
	}

	@BeforeEach
	void reset() {
		this.bench.reset();
		Task hold = pause("hold", new Input("by", Input.Type.STRING, true, null, null, null, InputRules.NONE),
				new Input("count", Input.Type.INT, false, 1, null, null, InputRules.NONE));
		Task each = new ControlTask.ForEach("each", TaskOptions.NONE, new Handlers(List.of(), List.of(pause("last"))),
				List.of(1, 2), 0, true, List.of(pause("ask")));
		Flow flow = new Flow("demo", "held", 3, null, Map.of(), List.of(), Map.of(), List.of(hold, each), Handlers.NONE,
				TaskOptions.NONE, Map.of(), null, List.of(), null, null, null);
		this.bench.revisions().put(flow.ref(), flow);
	}

	@Test
	void theOnlyPausedTaskNeedsNoPath() {
		known("only", State.PAUSED, paused("only", "hold"), run("only", "each[0].ask", State.SUCCESS));
		MvcTestResult result = resume("only", "{\"inputs\": {\"by\": \"ada\"}}");
		assertThat(result).hasStatus(202).bodyJson().extractingPath("id").isEqualTo("only");
		assertThat(this.bench.commands()).singleElement()
			.isInstanceOfSatisfying(ExecutionCommand.Resume.class, (command) -> {
				assertThat(command.executionId()).isEqualTo("only");
				assertThat(command.path()).isEqualTo("hold");
				assertThat(command.inputs()).isEqualTo(Map.of("by", "ada", "count", 1));
			});
	}

	@Test
	void ofSeveralPausedTasksOneIsNamed() {
		known("several", State.PAUSED, paused("several", "each[0].ask"), paused("several", "each[1].ask"));
		MvcTestResult without = resume("several", "{}");
		assertProblem(without, 409);
		assertThat(without).bodyJson().isLenientlyEqualTo("""
				{"detail": "2 tasks of execution 'several' are paused.", "paused": ["each[0].ask", "each[1].ask"]}
				""");
		assertProblem(resume("several", "{\"path\": \"hold\"}"), 409);
		assertThat(this.bench.commands()).isEmpty();
		assertThat(resume("several", "{\"path\": \"each[1].ask\"}")).hasStatus(202);
		assertThat(this.bench.commands()).singleElement()
			.extracting((command) -> ((ExecutionCommand.Resume) command).path())
			.isEqualTo("each[1].ask");
	}

	@Test
	void pauseOfAHandlerIsResumed() {
		known("handler", State.PAUSED, paused("handler", "each.last"));
		assertThat(this.mvc.post().uri("/api/executions/handler/resume")).hasStatus(202);
	}

	@Test
	void inputsAreHeldAgainstThoseOfThePause() {
		known("inputs", State.PAUSED, paused("inputs", "hold"));
		MvcTestResult missing = resume("inputs", "{}");
		assertProblem(missing, 400);
		assertThat(missing).bodyJson().extractingPath("field").isEqualTo("inputs.by");
		MvcTestResult unknown = resume("inputs", "{\"inputs\": {\"by\": \"ada\", \"bye\": 1}}");
		assertProblem(unknown, 400);
		assertThat(unknown).bodyJson()
			.extractingPath("detail")
			.isEqualTo("bye is not an input of the pause; did you mean 'by'?");
		assertProblem(resume("inputs", "{\"inputs\": {\"by\": \"%s\"}}".formatted("x".repeat(20_000))), 413);
		assertProblem(resume("inputs", "{\"input\": {}}"), 400);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void whatIsNotPausedIsAProblem() {
		known("running", State.RUNNING, run("running", "hold", State.SUCCESS));
		known("ended", State.SUCCESS, paused("ended", "hold"));
		assertProblem(resume("running", "{}"), 409);
		assertProblem(resume("ended", "{}"), 409);
		assertProblem(resume("nobody", "{}"), 404);
		assertThat(this.bench.commands()).isEmpty();
	}

	@Test
	void aPausedTaskIsShownWithItsPlace() {
		known("shown", State.PAUSED, paused("shown", "each[1].ask"), run("shown", "hold", State.SUCCESS));
		assertThat(this.mvc.get().uri("/api/executions/shown")).hasStatusOk().bodyJson().isLenientlyEqualTo("""
				{"state": "PAUSED", "taskRuns": [
					{"path": "each[1].ask", "parent": "each", "iteration": 1, "taskType": "pause", "state": "PAUSED",
						"attempts": [], "history": [{"state": "RUNNING"}, {"state": "PAUSED"}]},
					{"path": "hold", "state": "SUCCESS"}]}
				""");
	}

	@Test
	void whatRunsIsPausedAsAWhole() {
		known("runs", State.RUNNING);
		assertThat(this.mvc.post().uri("/api/executions/runs/pause")).hasStatus(202);
		assertThat(this.bench.commands()).singleElement().isInstanceOf(ExecutionCommand.Pause.class);
		known("ended", State.SUCCESS);
		known("queued", State.QUEUED);
		assertProblem(this.mvc.post().uri("/api/executions/ended/pause").exchange(), 409);
		assertProblem(this.mvc.post().uri("/api/executions/queued/pause").exchange(), 409);
		assertProblem(this.mvc.post().uri("/api/executions/nobody/pause").exchange(), 404);
		assertThat(this.bench.commands()).hasSize(1);
	}

	@Test
	void aResumeWithoutAPathEndsThePauseOfTheExecution() {
		known("held", State.PAUSED, paused("held", "each[0].ask"));
		given(this.repository.execution("held")).willReturn(new Execution("held", "demo", "held", 3, State.PAUSED,
				List.of(new StateChange(State.PAUSED, START)), Map.of(), Map.of(), null, null, null, null, START, START,
				null, null, null, false, true, null, 1));
		assertProblem(resume("held", "{\"inputs\": {\"by\": \"ada\"}}"), 400);
		assertThat(resume("held", "{}")).hasStatus(202).bodyJson().extractingPath("held").isEqualTo(true);
		assertThat(resume("held", "{\"path\": \"each[0].ask\"}")).hasStatus(202);
		assertThat(this.bench.commands()).hasExactlyElementsOfTypes(ExecutionCommand.Unpause.class,
				ExecutionCommand.Resume.class);
	}

	private void known(String id, State state, TaskRun... runs) {
		given(this.repository.execution(id))
			.willReturn(new Execution(id, "demo", "held", 3, state, List.of(new StateChange(state, START)), Map.of(),
					Map.of(), null, null, START, START, null, null, null, false, 1));
		given(this.repository.taskRuns(id)).willReturn(List.of(runs));
	}

	private static TaskRun paused(String id, String path) {
		return run(id, path, State.PAUSED);
	}

	private static TaskRun run(String id, String path, State state) {
		return new TaskRun(id + "." + path, id, "demo", "held", 3, path, path.substring(path.lastIndexOf('.') + 1),
				"pause", state, List.of(new StateChange(State.RUNNING, START), new StateChange(state, START)), 1,
				List.of(), 0, START, null, null, 1);
	}

	private static Task pause(String id, Input... inputs) {
		return new ControlTask.Pause(id, TaskOptions.NONE, Handlers.NONE, null, List.of(inputs));
	}

	private MvcTestResult resume(String id, String body) {
		return this.mvc.post()
			.uri("/api/executions/{id}/resume", id)
			.contentType(MediaType.APPLICATION_JSON)
			.content(body)
			.exchange();
	}

	private static void assertProblem(MvcTestResult result, int status) {
		assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("hint").asString().isNotBlank();
	}

}
