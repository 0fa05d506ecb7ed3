package io.windhover.api.execution.rerun;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.windhover.execution.Attempt;
import io.windhover.execution.Execution;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.StateChange;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import io.windhover.flow.task.WorkerTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KeptResultsTests {

	private static final TaskOptions NONE = TaskOptions.NONE;

	@Test
	void whatSucceededIsKeptAndNothingElse() {
		Flow flow = flow(run("a"), run("b"), run("c"),
				new ControlTask.Pause("hold", NONE, Handlers.NONE, null, List.of()), subflow("one"), subflow("two"));
		assertThat(kept(flow, null, ended("a", State.SUCCESS), ended("b", State.WARNING), ended("c", State.FAILED),
				scope("hold", State.SUCCESS, 1), scope("one", State.SUCCESS, 2), scope("two", State.WARNING, 1)))
			.containsExactlyInAnyOrder("a", "hold", "one");
	}

	@Test
	void metricsAreKeptAlsoOfAResultThatIsKeptItself() {
		List<TaskMetric> metrics = List.of(new TaskMetric("rows", MetricDefinition.Kind.COUNTER, 3, Map.of("a", "b")),
				new TaskMetric("rows", MetricDefinition.Kind.COUNTER, 4, Map.of("a", "c")));
		TaskRun run = document("a", State.SUCCESS, 1,
				List.of(new Attempt(1, State.SUCCESS, null, Instant.EPOCH, null, null, null, metrics)));
		TaskRun kept = new TaskRun("e.b", "e", "test", "sample", 1, "b", "b", "test", State.SUCCESS, run.history(), 0,
				List.of(), 0, Instant.EPOCH, null, null, true, Map.of("rows", 5), 1);
		assertThat(new KeptResults(flow(run("a"), run("b"), run("c")), List.of(run, kept, ended("c", State.SUCCESS)))
			.before(null))
			.isEqualTo(Map.of("a", new KeptResult(null, 0, Map.of("rows", 7L)), "b",
					new KeptResult(null, 0, Map.of("rows", 5)), "c", new KeptResult(null, 0)));
	}

	@Test
	void ofAScopeTheLastAttemptCounts() {
		Flow flow = flow(sequential("steps", Handlers.NONE, run("a"), run("b")));
		assertThat(kept(flow, null, ended("steps.a", State.SUCCESS), ended("steps.b", State.FAILED),
				ended("steps~2.a", State.SUCCESS), ended("steps~2.b", State.FAILED), scope("steps", State.FAILED, 2)))
			.containsExactly("steps.a");
		assertThat(kept(flow, null, ended("steps.a", State.SUCCESS), ended("steps.b", State.FAILED),
				ended("steps~2.a", State.FAILED), scope("steps", State.FAILED, 2)))
			.isEmpty();
		assertThat(kept(flow, null, ended("steps.a", State.SUCCESS), scope("steps", State.FAILED, 1),
				ended("~2.steps.a", State.FAILED), scope("~2.steps", State.FAILED, 1)))
			.isEmpty();
		assertThat(kept(flow, null, ended("~2.steps.a", State.SUCCESS))).containsExactly("steps.a");
	}

	@Test
	void whatFollowsABodyIsKeptWithTheWholeScopeOnly() {
		Handlers handlers = new Handlers(List.of(), List.of(run("clean")));
		Flow flow = flow(sequential("one", handlers, run("a")), sequential("two", handlers, run("b"), run("c")));
		assertThat(kept(flow, null, ended("one.a", State.SUCCESS), ended("one.clean", State.SUCCESS),
				scope("one", State.SUCCESS, 1), ended("two.b", State.SUCCESS), ended("two.c", State.FAILED),
				ended("two.clean", State.SUCCESS), scope("two", State.FAILED, 1)))
			.containsExactlyInAnyOrder("one.a", "one.clean", "two.b");
	}

	@Test
	void whatSharesADirectoryIsKeptAsAWholeOnly() {
		Flow flow = flow(run("a"), sharing("one", run("b"), sequential("in", Handlers.NONE, run("c")), run("d")),
				sharing("two", run("e"), run("f")));
		TaskRun[] all = { ended("a", State.SUCCESS), ended("one.b", State.SUCCESS), ended("one.in.c", State.SUCCESS),
				scope("one.in", State.SUCCESS, 1), ended("one.d", State.SUCCESS), scope("one", State.SUCCESS, 1),
				ended("two.e", State.SUCCESS), ended("two.f", State.FAILED), scope("two", State.FAILED, 1) };
		assertThat(kept(flow, null, all)).containsExactlyInAnyOrder("a", "one.b", "one.in.c", "one.d");
		assertThat(kept(flow, "two.f", all)).containsExactlyInAnyOrder("a", "one.b", "one.in.c", "one.d");
		assertThat(kept(flow, "one.d", all)).containsExactly("a");
		assertThat(kept(flow, "one.in.c", all)).containsExactly("a");
		assertThat(kept(flow, null, ended("one.b", State.SUCCESS), ended("one.in.c", State.SUCCESS),
				scope("one.in", State.SUCCESS, 1), ended("one.d", State.WARNING), scope("one", State.WARNING, 1)))
			.isEmpty();
	}

	private static Task sharing(String id, Task... tasks) {
		return new ControlTask.Sequential(id, NONE, Handlers.NONE, List.of(tasks), true);
	}

	@Test
	void aReplayKeepsWhatIsBeforeItsPath() {
		Flow flow = flow(run("a"), sequential("steps", Handlers.NONE, run("b"), run("c"), run("d")), run("e"));
		TaskRun[] all = { ended("a", State.SUCCESS), ended("steps.b", State.SUCCESS), ended("steps.c", State.SUCCESS),
				ended("steps.d", State.SUCCESS), scope("steps", State.SUCCESS, 1), ended("e", State.SUCCESS) };
		assertThat(kept(flow, "steps.c", all)).containsExactlyInAnyOrder("a", "steps.b");
		assertThat(kept(flow, "steps", all)).containsExactly("a");
		assertThat(kept(flow, "a", all)).isEmpty();
		assertThat(kept(flow, "e", all)).containsExactlyInAnyOrder("a", "steps.b", "steps.c", "steps.d");
	}

	@Test
	void branchesBesideOneAnotherDoNotRunAgainForOneOfThem() {
		Flow flow = flow(
				new ControlTask.Parallel("all", NONE, Handlers.NONE, 0, true, List.of(run("a"), run("b"), run("c"))),
				new ControlTask.Dag("graph", NONE, Handlers.NONE, List.of(run("d"), run("e"), run("f"), run("g")),
						Map.of("e", List.of("d"), "f", List.of("e"))));
		TaskRun[] all = Arrays
			.stream(new String[] { "all.a", "all.b", "all.c", "graph.d", "graph.e", "graph.f", "graph.g" })
			.map((path) -> ended(path, State.SUCCESS))
			.toArray(TaskRun[]::new);
		assertThat(kept(flow, "all.b", all)).containsExactlyInAnyOrder("all.a", "all.c");
		assertThat(kept(flow, "graph.e", all)).containsExactlyInAnyOrder("all.a", "all.b", "all.c", "graph.d",
				"graph.g");
	}

	@Test
	void iterationsRunAgainWhereTheyFollowOneAnother() {
		TaskRun[] all = { ended("each[0].say", State.SUCCESS), ended("each[1].say", State.SUCCESS),
				ended("each[1].do", State.SUCCESS), ended("each[2].say", State.SUCCESS),
				ended("each.clean", State.SUCCESS), scope("each", State.SUCCESS, 1) };
		assertThat(kept(loop(1), "each[1].do", all)).containsExactlyInAnyOrder("each[0].say", "each[1].say");
		assertThat(kept(loop(0), "each[1].do", all)).containsExactlyInAnyOrder("each[0].say", "each[1].say",
				"each[2].say");
		assertThat(kept(loop(0), "each[1]", all)).containsExactlyInAnyOrder("each[0].say", "each[2].say");
		assertThat(kept(loop(0), "each.clean", all)).containsExactlyInAnyOrder("each[0].say", "each[1].say",
				"each[1].do", "each[2].say");
	}

	private static Flow loop(int concurrency) {
		return flow(new ControlTask.ForEach("each", NONE, new Handlers(List.of(), List.of(run("clean"))),
				List.of(1, 2, 3), concurrency, true, List.of(run("say"), run("do"))));
	}

	@Test
	void iterationsOfALoopThatWaitsAreMarked() {
		Flow flow = flow(new ControlTask.LoopUntil("again", NONE, Handlers.NONE, "x", Duration.ofHours(1), 9,
				List.of(run("ask"))));
		assertThat(kept(flow, null, ended("again[0].ask", State.SUCCESS), ended("again[1].ask", State.SUCCESS),
				ended("again[2].ask", State.FAILED)))
			.containsExactlyInAnyOrder("again[0].ask", "again[1]", "again[1].ask");
	}

	@Test
	void whatRanIsKnownByItsPathAndThatOfItsIteration() {
		KeptResults results = new KeptResults(loop(0), List.of(ended("each~2[1].say", State.SUCCESS)));
		assertThat(results.knows(RunPath.of("each~2[1].say").first())).isTrue();
		assertThat(results.knows(RunPath.of("each[1]"))).isTrue();
		assertThat(results.knows(RunPath.of("each"))).isTrue();
		assertThat(results.knows(RunPath.of("each[2]"))).isFalse();
		assertThat(results.knows(RunPath.of("eac"))).isFalse();
		assertThat(results.knows(RunPath.of("~"))).isFalse();
	}

	@Test
	void outputsStayThatNoTaskSetsAgainAndTheFlowDoesNotGive() {
		Flow flow = flow(setting("a", "first", "both"), setting("b", "both", "second"), run("c"));
		KeptResults results = new KeptResults(flow, List.of(ended("a", State.SUCCESS), ended("b", State.SUCCESS)));
		Map<String, Object> all = Map.of("first", 1, "both", 2, "second", 3, "given", 4);
		assertThat(results.outputs(execution(State.FAILED, all), Set.of("a", "b"))).isEqualTo(all);
		assertThat(results.outputs(execution(State.FAILED, all), Set.of("a"))).containsOnlyKeys("first", "both",
				"given");
		assertThat(results.outputs(execution(State.FAILED, all), Set.of())).isEmpty();
		assertThat(results.outputs(execution(State.FAILED, null), Set.of("a"))).isEmpty();
		Flow giving = new Flow("test", "sample", 1, null, Map.of(), List.of(), Map.of(), flow.tasks(), Handlers.NONE,
				NONE, Map.of("given", "{{ 4 }}"), null, List.of(), null, null, null);
		KeptResults given = new KeptResults(giving, List.of(ended("a", State.SUCCESS)));
		assertThat(given.outputs(execution(State.SUCCESS, all), Set.of("a"))).containsOnlyKeys("first", "both",
				"second");
		assertThat(given.outputs(execution(State.KILLED, all), Set.of("a"))).isEqualTo(all);
	}

	private static Task setting(String id, String... names) {
		return new WorkerTask(id, "set-outputs",
				Map.of("outputs", Arrays.stream(names).collect(Collectors.toMap((name) -> name, (name) -> "x"))), NONE,
				WorkerTask.OnWorkerLoss.RETRY);
	}

	private static Execution execution(State state, @Nullable Map<String, Object> outputs) {
		return new Execution("e", "test", "sample", 1, state, List.of(), Map.of(), Map.of(), outputs, null,
				Instant.EPOCH, null, null, null, null, false, 1);
	}

	private static Task subflow(String id) {
		return new ControlTask.Subflow(id, NONE, Handlers.NONE, null, "other", Map.of(), Map.of(), true);
	}

	private static Iterable<String> kept(Flow flow, @Nullable String from, TaskRun... runs) {
		return new KeptResults(flow, List.of(runs)).before((from != null) ? RunPath.of(from) : null).keySet();
	}

	private static Flow flow(Task... tasks) {
		return Samples.flow(List.of(tasks));
	}

	private static Task run(String id) {
		return Samples.task(id);
	}

	private static Task sequential(String id, Handlers handlers, Task... tasks) {
		return new ControlTask.Sequential(id, NONE, handlers, List.of(tasks));
	}

	private static TaskRun ended(String path, State state) {
		return document(path, state, 1,
				List.of(new Attempt(1, state, null, Instant.EPOCH, null, null, null, List.of())));
	}

	private static TaskRun scope(String path, State state, int attempt) {
		return document(path, state, attempt, List.of());
	}

	private static TaskRun document(String path, State state, int attempt, List<Attempt> attempts) {
		return new TaskRun("e." + path, "e", "test", "sample", 1, path, path.substring(path.lastIndexOf('.') + 1),
				"test", state, List.of(new StateChange(state, Instant.EPOCH)), attempt, attempts, 0, Instant.EPOCH,
				null, null, 1);
	}

}
