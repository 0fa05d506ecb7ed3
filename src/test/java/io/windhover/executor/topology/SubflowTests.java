package io.windhover.executor.topology;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import io.windhover.cluster.owner.OwnerResponse;
import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Job;
import io.windhover.execution.KeptResult;
import io.windhover.execution.ParentTask;
import io.windhover.execution.Rerun;
import io.windhover.execution.Samples;
import io.windhover.execution.Snapshot;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.execution.TriggerFire;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.trace.Trace;
import io.windhover.execution.trace.TraceHeaders;
import io.windhover.execution.tree.StaleReason;
import io.windhover.flow.Flow;
import io.windhover.flow.input.Input;
import io.windhover.flow.input.InputRules;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.Task;
import io.windhover.flow.task.TaskOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Executions that tasks of others start, wait for and kill.
 */
class SubflowTests {

	private static final Flow CHILD = flow("child", Samples.task("work"));

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@BeforeEach
	void store() {
		this.executor.store(CHILD);
	}

	@Test
	void waitsForTheEndAndSeesTheOutputs() {
		create(call("call", Map.of("day", "{{ inputs.day ?? 'monday' }}"), true),
				Samples.task("next", Map.of("text", "{{ outputs.call.outputs.total }}")));
		Job work = this.executor.job();
		Execution child = child();
		assertThat(work.executionId()).isEqualTo(child.id());
		assertThat(child.flowRef()).isEqualTo(CHILD.ref());
		assertThat(child.inputs()).isEqualTo(Map.of("day", "monday"));
		assertThat(child.labels()).isEqualTo(Map.of("team", "blue", "of", "test"));
		assertThat(child.parent()).isEqualTo(new ParentTask("e1", "call", 1, true, 1, null));
		assertThat(taskRun("call").outputs()).isEqualTo(Map.of("executionId", child.id()));
		assertThat(taskRun("call").state()).isEqualTo(State.RUNNING);
		this.executor.run(work, ALICE, State.SUCCESS, Map.of("n", 7));
		Job next = this.executor.job();
		Map<String, Object> outputs = Map.of("executionId", child.id(), "state", "SUCCESS", "outputs",
				Map.of("total", 7));
		assertThat(next.variables().get("outputs")).isEqualTo(Map.of("call", outputs));
		assertThat(taskRun("call").outputs()).isEqualTo(outputs);
		assertThat(taskRun("call").state()).isEqualTo(State.SUCCESS);
		this.executor.run(next, ALICE, State.SUCCESS, null);
		assertThat(end("e1").state()).isEqualTo(State.SUCCESS);
		assertThat(this.executor.events.stale).isEmpty();
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void continuesTheTraceAndCarriesItInJobsAndTheDocumentsOfEnds() {
		Trace trace = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true, "a=1");
		Flow parent = parent(call("call", Map.of("day", "x"), true));
		this.executor.store(parent);
		this.executor.command(Samples.create("e1", parent).in(trace));
		Job work = this.executor.job();
		Trace continued = trace.under(Trace.spanId("e1.call"));
		assertThat(work.trace()).isEqualTo(continued);
		assertThat(work.traceHeaders()).isEqualTo(new TraceHeaders(
				"00-4bf92f3577b34da6a3ce929d0e0e4736-%s-01".formatted(Trace.spanId(work.taskRunId(), 1)), "a=1"));
		this.executor.run(work, ALICE, State.SUCCESS, Map.of("n", 7));
		List<Execution> executions = this.executor.executions();
		assertThat(executions).filteredOn((each) -> each.id().equals("e1"))
			.extracting(Execution::trace)
			.containsOnly(trace);
		assertThat(executions).filteredOn((each) -> each.parent() != null)
			.extracting(Execution::trace)
			.containsOnly(continued);
		assertThat(this.executor.taskRuns()).isNotEmpty()
			.allSatisfy((run) -> assertThat(run.trace())
				.isEqualTo(!run.state().isTerminal() ? null : run.path().equals("call") ? trace : continued));
	}

	@Test
	void whatIsNotSampledIsCarriedAndLeftOutOfTheDocumentsOfEnds() {
		Trace trace = new Trace("4bf92f3577b34da6a3ce929d0e0e4736", null, false);
		Flow parent = parent(call("call", Map.of("day", "x"), true));
		this.executor.store(parent);
		this.executor.command(Samples.create("e1", parent).in(trace));
		Job work = this.executor.job();
		assertThat(work.traceHeaders().traceparent()).endsWith("-00");
		this.executor.run(work, ALICE, State.SUCCESS, Map.of("n", 7));
		assertThat(this.executor.taskRuns()).isNotEmpty().extracting(TaskRun::trace).containsOnlyNulls();
	}

	@Test
	void failureIsOfTheTypeOfTheTaskThatFailedHoweverDeep() {
		Task loop = new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE, List.of(1), 1, true,
				List.of(Samples.task("in")));
		this.executor.create("e2", Samples.flow(List.of(loop)));
		this.executor.run(this.executor.job(), ALICE, State.FAILED, null);
		assertThat(end("e2").failedTaskType()).isEqualTo("test");
		create(call("call", Map.of("day", "x"), true));
		this.executor.run(this.executor.job(), ALICE, State.FAILED, null);
		assertThat(end(child().id()).failedTaskType()).isEqualTo("test");
		assertThat(end("e1").failedTaskType()).isEqualTo("subflow");
	}

	@Test
	void doesNotWaitWhereItIsNotTo() {
		create(call("call", Map.of("day", "x"), false),
				Samples.task("next", Map.of("text", "{{ outputs.call.executionId }}")));
		List<Job> jobs = this.executor.jobs();
		Execution child = child();
		assertThat(jobs).extracting(Job::taskRunId).containsExactlyInAnyOrder("e1.next", child.id() + ".work");
		Job next = jobs.stream().filter((job) -> job.executionId().equals("e1")).findFirst().orElseThrow();
		assertThat(next.variables().get("outputs")).isEqualTo(Map.of("call", Map.of("executionId", child.id())));
		this.executor.kill("e1");
		assertThat(end("e1").state()).isEqualTo(State.KILLED);
		Job work = jobs.stream().filter((job) -> !job.equals(next)).findFirst().orElseThrow();
		this.executor.run(work, ALICE, State.SUCCESS, Map.of("n", 7));
		assertThat(end(child.id()).state()).isEqualTo(State.SUCCESS);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void failsWithTheSubflowAndNamesIt() {
		create(call("call", Map.of("day", "x"), true), Samples.task("never"));
		Execution child = child();
		this.executor.run(this.executor.job(), ALICE, State.FAILED, null);
		assertThat(taskRun("call")).satisfies((run) -> {
			assertThat(run.state()).isEqualTo(State.FAILED);
			assertThat(run.error())
				.isEqualTo("execution '%s' of flow 'test/child' ended as FAILED: Task 'work' failed: no luck"
					.formatted(child.id()));
			assertThat(run.outputs()).isEqualTo(Map.of("executionId", child.id(), "state", "FAILED"));
		});
		assertThat(end("e1")).satisfies((end) -> {
			assertThat(end.state()).isEqualTo(State.FAILED);
			assertThat(end.error()).startsWith("Task 'call' failed: execution '" + child.id());
		});
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void isAWarningWhereTheSubflowIs() {
		this.executor.store(flow("child", new ControlTask.Sequential("work",
				new TaskOptions(null, null, false, null, null, true), Handlers.NONE, List.of(Samples.task("fails")))));
		create(call("call", Map.of("day", "x"), true));
		this.executor.run(this.executor.job(), ALICE, State.FAILED, null);
		assertThat(taskRun("call").state()).isEqualTo(State.WARNING);
		assertThat(end("e1").state()).isEqualTo(State.WARNING);
	}

	@Test
	void failsWhereSomebodyKillsTheSubflow() {
		create(call("call", Map.of("day", "x"), true));
		Execution child = child();
		this.executor.command(new ExecutionCommand.Kill(child.id(), START, "ada"));
		assertThat(end("e1").state()).isEqualTo(State.FAILED);
		assertThat(end("e1").error())
			.endsWith("'%s' of flow 'test/child' ended as KILLED: killed by 'ada'".formatted(child.id()));
	}

	@Test
	void aKillReachesTheSubflowOfTheSubflowAndWaitsForIt() {
		this.executor.store(flow("outer", call("call", Map.of("day", "x"), true)));
		create(new ControlTask.Subflow("top", TaskOptions.NONE, Handlers.NONE, null, "outer",
				Map.of("day", "{{ 'y' }}"), Map.of(), true));
		Job work = this.executor.job();
		this.executor.start(work, ALICE);
		this.executor.kill("e1");
		assertThat(this.executor.workerCommands()).extracting("taskRunId").containsExactly(work.taskRunId());
		assertThat(this.executor.executions()).noneMatch((each) -> each.state().isTerminal());
		this.executor.end(work, ALICE, State.KILLED, null);
		List<Execution> ended = this.executor.executions();
		assertThat(ended).hasSize(3).allMatch((each) -> each.state() == State.KILLED);
		assertThat(ended).extracting(Execution::flowId).containsExactly("child", "outer", "sample");
		assertThat(ended.get(1).error()).isEqualTo("killed by 'execution e1'");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void aTimeoutKillsTheSubflowAndTheNextAttemptStartsAnother() {
		create(new ControlTask.Subflow("call",
				new TaskOptions(null, null, false, Samples.retry(2), Duration.ofMinutes(1), false), Handlers.NONE,
				"test", "child", Map.of("day", "x"), Map.of(), true));
		Execution first = child();
		Job work = this.executor.job();
		this.executor.start(work, ALICE);
		this.executor.pass(Duration.ofMinutes(2));
		assertThat(taskRun("call").state()).isEqualTo(State.RUNNING);
		this.executor.end(work, ALICE, State.KILLED, null);
		assertThat(end(first.id()).state()).isEqualTo(State.KILLED);
		assertThat(taskRun("call").state()).isEqualTo(State.RETRYING);
		this.executor.pass(Duration.ofSeconds(11));
		Execution second = child();
		assertThat(second.id()).isNotEqualTo(first.id());
		assertThat(second.parent()).isEqualTo(new ParentTask("e1", "call", 2, true, 1, null));
		this.executor.command(new ExecutionCommand.SubflowEnded("e1", START, "call", 1, State.SUCCESS, null, null));
		assertThat(this.executor.events.stale).containsExactly(StaleReason.SUBFLOW_PASSED);
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("n", 7));
		assertThat(end("e1").state()).isEqualTo(State.SUCCESS);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void whatArrivesTwiceOrLateChangesNothing() {
		create(call("call", Map.of("day", "x"), true), Samples.task("next"));
		Execution child = child();
		this.executor.command(new ExecutionCommand.Create(child.id(), START, CHILD.ref(), Map.of(), Map.of(), null,
				null, null, null, child.parent()));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("n", 7));
		ExecutionCommand end = new ExecutionCommand.SubflowEnded("e1", START, "call", 1, State.FAILED, null, null);
		this.executor.command(end);
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		this.executor.command(end);
		assertThat(end("e1").state()).isEqualTo(State.SUCCESS);
		assertThat(this.executor.events.stale).containsExactly(StaleReason.EXECUTION_EXISTS, StaleReason.SUBFLOW_PASSED,
				StaleReason.SUBFLOW_PASSED);
	}

	@Test
	void aCreateThatComesAgainAfterTheEndIsHeardOfOnceByTheParent() {
		create(call("call", Map.of("day", "x"), true), Samples.task("next"));
		Execution child = child();
		ExecutionCommand again = new ExecutionCommand.Create(child.id(), START, CHILD.ref(), child.inputs(),
				child.labels(), null, null, null, null, child.parent());
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("n", 7));
		Job next = this.executor.job();
		TaskRun called = taskRun("call");
		this.executor.executions();
		this.executor.taskRuns();
		this.executor.command(again);
		this.executor.command(again);
		assertThat(this.executor.jobs()).isEmpty();
		assertThat(this.executor.executions()).isEmpty();
		assertThat(this.executor.taskRuns()).isEmpty();
		assertThat(taskRun("call")).isEqualTo(called).extracting(TaskRun::state).isEqualTo(State.SUCCESS);
		assertThat(this.executor.events.stale).containsExactly(StaleReason.EXECUTION_EXISTS, StaleReason.SUBFLOW_PASSED,
				StaleReason.EXECUTION_EXISTS, StaleReason.SUBFLOW_PASSED);
		this.executor.run(next, ALICE, State.SUCCESS, null);
		this.executor.command(again);
		assertThat(end("e1").state()).isEqualTo(State.SUCCESS);
		assertThat(this.executor.entries()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aParentThatWaitsForWhatHasEndedBeforeHearsOfIt(boolean waits) {
		String child = UUID.nameUUIDFromBytes("subflow e1 call".getBytes(StandardCharsets.UTF_8)).toString();
		this.executor.create(child, CHILD);
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("n", 7));
		assertThat(end(child).state()).isEqualTo(State.SUCCESS);
		create(call("call", Map.of("day", "x"), waits));
		assertThat(this.executor.jobs()).isEmpty();
		assertThat(this.executor.events.stale).containsExactly(StaleReason.EXECUTION_EXISTS);
		assertThat(end("e1")).satisfies((end) -> {
			assertThat(end.state()).isEqualTo(waits ? State.FAILED : State.SUCCESS);
			assertThat(end.error()).isEqualTo(waits
					? "Task 'call' failed: execution '%s' of flow 'test/child' ended as FAILED: it has ended before"
						.formatted(child)
					: null);
		});
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void aKilledTaskEndsAlsoWhereItsSubflowIsNotThere() {
		create(call("call", Map.of("day", "x"), true));
		Execution child = child();
		ParentTask parent = new ParentTask("e1", "call", 1, true, 1, null);
		this.executor.command(new ExecutionCommand.Kill("never-created", START, null, parent));
		assertThat(end("e1").error()).contains("ended as KILLED: it has ended before, or is not known");
		this.executor.kill(child.id());
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void aFlowThatArrivesALittleLaterIsFoundAndOneThatDoesNotFailsTheTask() {
		this.executor.flows.clear();
		create(call("call", Map.of("day", "x"), true));
		this.executor.pass(Duration.ofMillis(300));
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.store(CHILD);
		this.executor.pass(Duration.ofMillis(300));
		assertThat(this.executor.jobs()).hasSize(1);
		this.executor.flows.clear();
		this.executor.create("e2", parent(call("call", Map.of("day", "x"), true)));
		this.executor.pass(Duration.ofSeconds(3));
		for (int i = 0; i < 10; i++) {
			this.executor.pass(Duration.ofMillis(300));
		}
		assertThat(end("e2").state()).isEqualTo(State.FAILED);
		assertThat(end("e2").error()).isEqualTo(
				"Task 'call' failed: there is no flow 'test/child'; store it, or correct 'namespace' and 'flowId'");
	}

	@Test
	void eachAttemptLooksForTheFlowAsOftenAsTheFirst() {
		this.executor.flows.clear();
		create(new ControlTask.Subflow("call", new TaskOptions(null, null, false, Samples.retry(2), null, false),
				Handlers.NONE, "test", "child", Map.of("day", "x"), Map.of(), true));
		for (int i = 0; i < 12; i++) {
			this.executor.pass(Duration.ofMillis(300));
		}
		assertThat(taskRun("call").state()).isEqualTo(State.RETRYING);
		this.executor.pass(Duration.ofSeconds(11));
		assertThat(taskRun("call").state()).isEqualTo(State.RUNNING);
		this.executor.store(CHILD);
		this.executor.pass(Duration.ofMillis(300));
		assertThat(this.executor.jobs()).hasSize(1);
	}

	@Test
	void refusesWhatTheFlowDoesNotTake() {
		create(call("call", Map.of("dya", "x"), true));
		assertThat(end("e1").error()).startsWith(
				"Task 'call' failed: flow 'test/child' does not take what it is given: inputs.dya: is not an input of the flow")
			.contains("inputs.day: is required");
		create("e2", call("call", Map.of("day", "{{ outputs.nothing.x }}"), true));
		assertThat(end("e2").state()).isEqualTo(State.FAILED);
		this.executor.store(disabled());
		create("e3", call("call", Map.of("day", "x"), true));
		assertThat(end("e3").error()).startsWith("Task 'call' failed: flow 'test/child' is disabled; store it without");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void flowsThatCallOneAnotherComeToAnEnd() {
		Flow loop = flow("sample", call("call", "sample", Map.of("day", "x"), true));
		this.executor.store(loop);
		this.executor.create("e1", loop);
		List<Execution> ended = this.executor.executions().stream().filter((each) -> each.endedAt() != null).toList();
		assertThat(ended).hasSize(1 + ExecutorDriver.MAX_SUBFLOW_DEPTH)
			.allMatch((each) -> each.state() == State.FAILED);
		assertThat(ended.get(0).error()).startsWith(
				"Task 'call' failed: flow 'test/sample' is not started: 3 subflows in a row led here, as many as windhover.executor.max-subflow-depth permits");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void flowsThatCallOneAnotherInTurnComeToAnEnd() {
		Flow there = flow("there", call("call", "back", Map.of("day", "x"), true));
		Flow back = flow("back", call("call", "there", Map.of("day", "x"), true));
		this.executor.store(there);
		this.executor.store(back);
		this.executor.create("e1", there);
		List<Execution> ended = this.executor.executions().stream().filter((each) -> each.endedAt() != null).toList();
		assertThat(ended).hasSize(1 + ExecutorDriver.MAX_SUBFLOW_DEPTH)
			.allMatch((each) -> each.state() == State.FAILED)
			.extracting((each) -> each.flow().id())
			.containsOnly("there", "back");
		assertThat(ended.get(0).error()).startsWith("Task 'call' failed: flow 'test/there' is not started: ")
			.endsWith("as windhover.executor.max-subflow-depth permits; do they call one another?");
		assertThat(end("e1").error()).startsWith("Task 'call' failed: execution '").contains("test/back");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void flowTriggersBeforeItCountOn() {
		Flow parent = parent(call("call", Map.of("day", "x"), true));
		this.executor.store(parent);
		this.executor.command(new ExecutionCommand.Create("e1", START, parent.ref(), Map.of(), Map.of(),
				new TriggerFire("end", "flow", START, Map.of("depth", 4), null)));
		assertThat(child().parent()).isEqualTo(new ParentTask("e1", "call", 1, true, 1, 4));
	}

	@Test
	void waitsWhileTheSubflowIsQueuedAndHearsThatItIsRefused() {
		this.executor.store(Samples.limited(CHILD, 1));
		create(call("call", Map.of(), true));
		Execution child = child();
		assertThat(child.state()).isEqualTo(State.QUEUED);
		assertThat(taskRun("call").state()).isEqualTo(State.RUNNING);
		this.executor.command(new ExecutionCommand.Refuse(child.id(), START, State.FAILED, "too many"));
		assertThat(end("e1").error()).endsWith("ended as FAILED: too many");
	}

	@Test
	void aKillReachesASubflowThatIsQueued() {
		this.executor.store(Samples.limited(CHILD, 1));
		create(call("call", Map.of(), true));
		Execution child = child();
		this.executor.flowCommands();
		this.executor.kill("e1");
		assertThat(end(child.id()).state()).isEqualTo(State.KILLED);
		assertThat(end("e1").state()).isEqualTo(State.KILLED);
		assertThat(this.executor.flowCommands()).singleElement().isInstanceOf(FlowCommand.ReleaseSlot.class);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void aPauseOfTheExecutionLetsTheSubflowEnd() {
		create(call("call", Map.of("day", "x"), true), Samples.task("next"));
		Job work = this.executor.job();
		this.executor.command(new ExecutionCommand.Pause("e1", START));
		this.executor.run(work, ALICE, State.SUCCESS, Map.of("n", 7));
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.command(new ExecutionCommand.Unpause("e1", START));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		assertThat(end("e1").state()).isEqualTo(State.SUCCESS);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void aPausedExecutionStartsNoSubflow() {
		create(Samples.task("first"), call("call", Map.of("day", "x"), true));
		Job first = this.executor.job();
		this.executor.command(new ExecutionCommand.Pause("e1", START));
		this.executor.run(first, ALICE, State.SUCCESS, null);
		assertThat(this.executor.jobs()).isEmpty();
		this.executor.command(new ExecutionCommand.Unpause("e1", START));
		assertThat(this.executor.job().executionId()).isEqualTo(child().id());
	}

	@Test
	void aRestartKeepsASubflowThatSucceededAndStartsOneThatFailedAnew() {
		Flow parent = parent(call("one", Map.of("day", "x"), true), call("two", Map.of("day", "x"), true),
				Samples.task("last", Map.of("text", "{{ outputs.one.outputs.total }}")));
		this.executor.store(parent);
		Map<String, Object> outputs = Map.of("executionId", "c1", "state", "SUCCESS", "outputs", Map.of("total", 7));
		this.executor.command(new ExecutionCommand.Create("e2", START, parent.ref(), Map.of(), Map.of(), null,
				new Rerun(Rerun.Kind.RESTART, "e1", null, 1), Map.of("one", new KeptResult(outputs, 60)), null));
		assertThat(taskRun("e2", "one")).satisfies((run) -> {
			assertThat(run.kept()).isTrue();
			assertThat(run.outputs()).isEqualTo(outputs);
		});
		assertThat(child().parent()).isEqualTo(new ParentTask("e2", "two", 1, true, 1, null));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, Map.of("n", 8));
		assertThat(this.executor.job().variables().get("outputs")).isEqualTo(Map.of("one", outputs));
	}

	@Test
	void aLoopStartsOneForEachItemInSlices() {
		create(new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE, Collections.nCopies(600, "x"), 0, true,
				List.of(call("call", Map.of("day", "{{ index }}"), true))),
				Samples.task("last", Map.of("text", "{{ outputs.each[7].call.outputs.total }}")));
		assertThat(this.executor.mostRecordsOfATurn()).isLessThan(600);
		List<Job> jobs = this.executor.jobs();
		assertThat(jobs).hasSize(600).extracting(Job::executionId).doesNotHaveDuplicates();
		jobs.forEach((job) -> this.executor.run(job, ALICE, State.SUCCESS, Map.of("n", 1)));
		Job last = this.executor.job();
		this.executor.run(last, ALICE, State.SUCCESS, null);
		assertThat(this.executor.executions()).last().satisfies((end) -> {
			assertThat(end.id()).isEqualTo("e1");
			assertThat(end.state()).isEqualTo(State.SUCCESS);
		});
		assertThat(this.executor.entries()).isEmpty();
	}

	private void create(Task... tasks) {
		create("e1", tasks);
	}

	private void create(String id, Task... tasks) {
		this.executor.create(id, parent(tasks));
	}

	private Execution child() {
		return this.executor.executions()
			.stream()
			.filter((each) -> each.parent() != null && !each.state().isTerminal())
			.reduce((before, last) -> last)
			.orElseThrow();
	}

	private Execution end(String id) {
		return Objects.requireNonNull(known(id).execution());
	}

	private TaskRun taskRun(String path) {
		return taskRun("e1", path);
	}

	private TaskRun taskRun(String id, String path) {
		return known(id).taskRuns().stream().filter((run) -> run.path().equals(path)).findFirst().orElseThrow();
	}

	private Snapshot known(String id) {
		return ((OwnerResponse.Known) this.executor.answer(id)).snapshot();
	}

	private static Flow parent(Task... tasks) {
		return Samples.flow(List.of(tasks));
	}

	private static ControlTask.Subflow call(String id, Map<String, Object> inputs, boolean waits) {
		return call(id, "child", inputs, waits);
	}

	private static ControlTask.Subflow call(String id, String flow, Map<String, Object> inputs, boolean waits) {
		return new ControlTask.Subflow(id, TaskOptions.NONE, Handlers.NONE, null, flow, inputs,
				Map.of("of", "{{ flow.namespace }}"), waits);
	}

	private static Flow flow(String id, Task... tasks) {
		return flow(id, TaskOptions.NONE, tasks);
	}

	private static Flow disabled() {
		return flow("child", new TaskOptions(null, null, true, null, null, false), Samples.task("work"));
	}

	private static Flow flow(String id, TaskOptions options, Task... tasks) {
		Map<String, Object> outputs = (tasks[0].id().equals("work") && tasks[0].type().equals("test"))
				? Map.of("total", "{{ outputs.work.n }}") : Map.of();
		return new Flow("test", id, 1, null, Map.of("team", "blue"),
				List.of(new Input("day", Input.Type.STRING, true, null, null, null, InputRules.NONE)), Map.of(),
				List.of(tasks), Handlers.NONE, options, outputs, null, List.of(), null, null, null);
	}

}
