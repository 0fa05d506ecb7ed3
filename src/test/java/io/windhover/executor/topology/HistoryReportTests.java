package io.windhover.executor.topology;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;

import io.windhover.execution.Job;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskMetric;
import io.windhover.execution.TaskResult;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.flow.FlowHistory;
import io.windhover.flow.Flow;
import io.windhover.flow.MetricDefinition;
import io.windhover.flow.expectation.Expectations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.START;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the executor tells of the executions of a flow, and when.
 */
class HistoryReportTests {

	private Flow flow = Samples.flow(List.of(Samples.task("a")));

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void successesThatFollowOneAnotherAreToldOnceASecond() {
		for (int i = 1; i <= 5; i++) {
			run("e" + i, State.SUCCESS);
		}
		assertThat(ends()).containsExactly("e1 SUCCESS 1");
		this.executor.pass(Duration.ofSeconds(1));
		assertThat(ends()).containsExactly("e1 SUCCESS 1", "e5 SUCCESS 4");
		this.executor.pass(Duration.ofSeconds(5));
		run("e6", State.SUCCESS);
		assertThat(ends()).hasSize(3).last().isEqualTo("e6 SUCCESS 1");
	}

	@Test
	void whatDoesNotSucceedIsToldAtOnceAfterTheSuccessesBeforeIt() {
		run("e1", State.SUCCESS);
		run("e2", State.SUCCESS);
		run("e3", State.FAILED);
		run("e4", State.FAILED);
		run("e5", State.SUCCESS);
		assertThat(ends()).containsExactly("e1 SUCCESS 1", "e2 SUCCESS 1", "e3 FAILED 1", "e4 FAILED 1",
				"e5 SUCCESS 1");
	}

	@Test
	void beginningIsToldWhereOneIsExpected() {
		run("e1", State.SUCCESS);
		expect(new Expectations(null, LocalTime.NOON, null, null, List.of(), null, null, null, null));
		run("e2", State.SUCCESS);
		assertThat(this.executor.happened()).filteredOn(FlowCommand.Started.class::isInstance)
			.containsExactly(new FlowCommand.Started("test", "sample", "e2", START));
	}

	@Test
	void executionThatTakesLongerIsToldOnceAndGoesOn() {
		expect(longest(null));
		this.executor.create("e1", this.flow);
		this.executor.pass(Duration.ofMinutes(9));
		assertThat(overran()).isEmpty();
		this.executor.pass(Duration.ofMinutes(2));
		this.executor.pass(Duration.ofMinutes(20));
		assertThat(overran())
			.containsExactly(new FlowCommand.Overran("test", "sample", "e1", START.plus(Duration.ofMinutes(10))));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		assertThat(ends()).containsExactly("e1 SUCCESS 1");
	}

	@Test
	void executionThatTakesLongerIsKilledWhereTheFlowSaysSo() {
		expect(longest(Expectations.OnMaxDuration.KILL));
		this.executor.create("e1", this.flow);
		this.executor.pass(Duration.ofMinutes(11));
		assertThat(overran()).hasSize(1);
		assertThat(this.executor.executions()).last()
			.satisfies((ended) -> assertThat(ended.state()).isEqualTo(State.KILLED))
			.satisfies((ended) -> assertThat(ended.error()).isEqualTo("killed by 'expect.maxDuration'"));
	}

	@Test
	void endThatIsHeardBeforeTheTimerTellsOfItAll() {
		expect(longest(null));
		this.executor.create("e1", this.flow);
		Job job = this.executor.job();
		this.executor.start(job, ALICE);
		this.executor.elapse(Duration.ofMinutes(11));
		this.executor.end(job, ALICE, State.SUCCESS, null);
		assertThat(this.executor.happened()).extracting((each) -> each.getClass().getSimpleName())
			.containsSubsequence("Overran", "Ended");
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void executionThatEndsInTimeLeavesNoTimer() {
		expect(longest(null));
		run("e1", State.SUCCESS);
		assertThat(this.executor.entries()).isEmpty();
		this.executor.pass(Duration.ofMinutes(11));
		assertThat(overran()).isEmpty();
		assertThat(this.executor.events.stale).isEmpty();
	}

	@Test
	void sumOfTheMetricThatIsExpectedIsToldWithTheEnd() {
		this.flow = Samples.flow(List.of(Samples.task("a"), Samples.task("b")));
		expect(new Expectations(null, null, null, null, List.of(), null, null, new Expectations.MinMetric("rows", 10),
				null));
		this.executor.create("e1", this.flow);
		measure(4);
		measure(2.5);
		assertThat(this.executor.happened()).filteredOn(FlowCommand.Ended.class::isInstance)
			.extracting((end) -> ((FlowCommand.Ended) end).measured())
			.containsExactly(6.5);
	}

	@Test
	void whatRunsIsToldWhenItChangesAndEachMinute() {
		this.executor.create("e1", this.flow);
		this.executor.pass(Duration.ofSeconds(10));
		this.executor.pass(Duration.ofSeconds(10));
		assertThat(running()).containsExactly(1);
		this.executor.create("e2", this.flow);
		this.executor.pass(Duration.ofSeconds(10));
		assertThat(running()).containsExactly(1, 2);
		this.executor.pass(Duration.ofMinutes(1));
		assertThat(running()).containsExactly(1, 2, 2);
		this.executor.jobs().forEach((job) -> this.executor.run(job, ALICE, State.SUCCESS, null));
		this.executor.pass(Duration.ofSeconds(10));
		assertThat(running()).containsExactly(1, 2, 2, 0);
		assertThat(this.executor.happened()).filteredOn(FlowCommand.Running.class::isInstance)
			.first()
			.extracting((told) -> ((FlowCommand.Running) told).oldest())
			.isEqualTo(new FlowHistory.Oldest("e1", START));
	}

	private void expect(Expectations expectations) {
		Flow before = this.flow;
		this.flow = new Flow(before.namespace(), before.id(), before.revision(), null, before.labels(), before.inputs(),
				before.variables(), before.tasks(), before.handlers(), before.options(), before.outputs(), null,
				before.triggers(), null, null, null, expectations);
	}

	private static Expectations longest(Expectations.@Nullable OnMaxDuration then) {
		return new Expectations(null, null, null, null, List.of(), Duration.ofMinutes(10), then, null, null);
	}

	private void run(String id, State end) {
		this.executor.create(id, this.flow);
		this.executor.run(this.executor.job(), ALICE, end, null);
	}

	private void measure(double value) {
		Job job = this.executor.job();
		this.executor.start(job, ALICE);
		this.executor.report(new TaskResult.Ended(job.executionId(), job.taskRunId(), job.attempt(), ALICE, START,
				State.SUCCESS, null, 0, List.of(new TaskMetric("rows", MetricDefinition.Kind.COUNTER, value, Map.of())),
				null, null, null, null));
	}

	private List<String> ends() {
		return this.executor.happened()
			.stream()
			.filter(FlowCommand.Ended.class::isInstance)
			.map(FlowCommand.Ended.class::cast)
			.map((end) -> end.executionId() + " " + end.state() + " " + end.count())
			.toList();
	}

	private List<FlowCommand.Happened> overran() {
		return this.executor.happened().stream().filter(FlowCommand.Overran.class::isInstance).toList();
	}

	private List<Integer> running() {
		return this.executor.happened()
			.stream()
			.filter(FlowCommand.Running.class::isInstance)
			.map((told) -> ((FlowCommand.Running) told).count())
			.toList();
	}

}
