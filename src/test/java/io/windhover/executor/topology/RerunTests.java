package io.windhover.executor.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Job;
import io.windhover.execution.KeptResult;
import io.windhover.execution.Rerun;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.plan.Plan;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

class RerunTests {

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void whatIsKeptIsSeenAndDoesNotRun() {
		Flow flow = Samples.flow(List.of(Samples.task("one"), pause("hold"),
				Samples.task("two", Map.of("text", "{{ outputs.one.n }} {{ outputs.hold.by }}"))));
		rerun(flow, Map.of("one", new KeptResult(Map.of("n", 7), 7), "hold",
				new KeptResult(Map.of("by", "x".repeat(2_000)), 2_010)));
		Job two = this.executor.job();
		assertThat(two.taskRunId()).isEqualTo("e1.two");
		assertThat(two.variables().get("outputs"))
			.isEqualTo(Map.of("one", Map.of("n", 7), "hold", Map.of("by", "x".repeat(2_000))));
		Map<String, TaskRun> documents = documents();
		assertThat(documents).containsOnlyKeys("one", "hold");
		assertThat(documents.values()).allSatisfy((run) -> {
			assertThat(run.kept()).isTrue();
			assertThat(run.state()).isEqualTo(State.SUCCESS);
			assertThat(run.attempts()).isEmpty();
		});
		this.executor.run(two, ALICE, State.SUCCESS, null);
		List<Execution> executions = this.executor.executions();
		Execution end = executions.get(executions.size() - 1);
		assertThat(end.state()).isEqualTo(State.SUCCESS);
		assertThat(end.rerun()).isEqualTo(new Rerun(Rerun.Kind.RESTART, "e0", null, 2));
		assertThat(end.taskRuns()).isEqualTo(3);
		assertThat(end.outputs()).isEqualTo(Map.of("day", "monday"));
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void aCommandThatComesTwiceKeepsNothingTwice() {
		Flow flow = Samples.flow(List.of(Samples.task("one"), Samples.task("two")));
		rerun(flow, Map.of("one", new KeptResult(null, 0)));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		rerun(flow, Map.of("one", new KeptResult(null, 0)));
		assertThat(this.executor.jobs()).isEmpty();
		assertThat(this.executor.events.stale).hasToString("[EXECUTION_EXISTS]");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void whatIsKeptWaitsForTheRevisionAndGoesWithAKill() {
		Flow flow = Samples.flow(List.of(Samples.task("one"), Samples.task("two")));
		this.executor.command(command(flow, Map.of("one", new KeptResult(Map.of("n", 7), 7))));
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.plans.put(flow.ref(), Plan.of(flow));
		this.executor.pass(Duration.ofSeconds(1));
		assertThat(this.executor.job().taskRunId()).isEqualTo("e1.two");
		this.executor.kill("e1");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void manyResultsAreTakenInSlices() {
		Task each = new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE,
				IntStream.range(0, 3_000).boxed().toList(), 0, true, List.of(Samples.task("say")));
		Map<String, KeptResult> kept = new HashMap<>();
		IntStream.range(0, 3_000)
			.filter((i) -> i != 2_345)
			.forEach((i) -> kept.put("each[%d].say".formatted(i), new KeptResult(Map.of("i", i), 8)));
		Flow flow = Samples.flow(List.of(each, Samples.task("last", Map.of("text", "{{ outputs.each[7].say.i }}"))));
		rerun(flow, kept);
		Job say = this.executor.job();
		assertThat(say.taskRunId()).isEqualTo("e1.each[2345].say");
		this.executor.run(say, ALICE, State.SUCCESS, Map.of("i", 2_345));
		Job last = this.executor.job();
		assertThat(last.variables().get("outputs")).extracting("each")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(3_000);
		this.executor.run(last, ALICE, State.SUCCESS, null);
		assertThat(this.executor.entries()).isEmpty();
		assertThat(this.executor.mostChangesOfATurn()).isLessThan(2_500);
	}

	@Test
	void aLargeResultIsReadByWhoAsksForItOnly() {
		Flow flow = Samples.flow(List.of(Samples.task("one"), Samples.task("two"), Samples.task("three"),
				Samples.task("last", Map.of("text", "{{ outputs.two.text }}"))));
		Map<String, Object> large = Map.of("text", "x".repeat(1_000_000));
		rerun(flow, Map.of("one", new KeptResult(Map.of("n", 7), 7), "two", new KeptResult(large, 1_000_011)));
		Job three = this.executor.job();
		assertThat(three.taskRunId()).isEqualTo("e1.three");
		assertThat(this.executor.entries()).filteredOn((key) -> key.startsWith("k/"))
			.contains("k/e1//two")
			.hasSizeLessThanOrEqualTo(3);
		assertThat(this.executor.sizes("k/")).filteredOn((size) -> size < 300).hasSizeGreaterThanOrEqualTo(1);
		assertThat(this.executor.sizes("k/")).filteredOn((size) -> size >= 300).hasSize(1);
		this.executor.run(three, ALICE, State.SUCCESS, null);
		Job last = this.executor.job();
		assertThat(last.variables().get("outputs")).isEqualTo(Map.of("two", large));
		this.executor.run(last, ALICE, State.SUCCESS, null);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void intervalsBetweenKeptIterationsDoNotPassAgain() {
		Task again = new ControlTask.LoopUntil("again", TaskOptions.NONE, Handlers.NONE,
				"{{ outputs.ask.over == true }}", Duration.ofHours(1), 10, List.of(Samples.task("ask")));
		rerun(Samples.flow(List.of(again)), Map.of("again[0].ask", new KeptResult(Map.of("over", false), 14),
				"again[1].ask", new KeptResult(Map.of("over", false), 14), "again[1]", KeptResult.NONE));
		assertThat(documents()).containsOnlyKeys("again[0].ask", "again[1].ask");
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.pass(Duration.ofHours(1));
		assertThat(this.executor.job().taskRunId()).isEqualTo("e1.again[2].ask");
	}

	private Map<String, TaskRun> documents() {
		return this.executor.taskRuns().stream().collect(Collectors.toMap(TaskRun::path, (run) -> run));
	}

	private void rerun(Flow flow, Map<String, KeptResult> kept) {
		this.executor.plans.put(flow.ref(), Plan.of(flow));
		this.executor.command(command(flow, kept));
	}

	private static ExecutionCommand command(Flow flow, Map<String, KeptResult> kept) {
		return new ExecutionCommand.Create("e1", Samples.START, flow.ref(), Map.of(), Map.of(), null,
				new Rerun(Rerun.Kind.RESTART, "e0", null, kept.size()), kept, Map.of("day", "monday"));
	}

	private static Task pause(String id) {
		return new ControlTask.Pause(id, TaskOptions.NONE, Handlers.NONE, null, List.of());
	}

}
