package io.windhover.executor.topology;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import io.windhover.execution.Execution;
import io.windhover.execution.ExecutionCommand;
import io.windhover.execution.Job;
import io.windhover.execution.Rerun;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.flow.FlowCommand;
import io.windhover.execution.plan.Plan;
import io.windhover.execution.tree.StaleReason;
import io.windhover.executor.store.ExecutorStore;
import io.windhover.flow.Flow;
import io.windhover.flow.task.ControlTask;
import io.windhover.flow.task.ControlTask.Handlers;
import io.windhover.flow.task.TaskOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.windhover.execution.Samples.ALICE;
import static io.windhover.execution.Samples.BOB;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What touches many is done in turns, each a transaction of its own.
 */
class BoundedWorkTests {

	private static final int CHILDREN = 10_000;

	private static final int LEASES = 5000;

	/** The room of a turn, and what the last of its events may have beyond it. */
	private static final int MOST_RECORDS = 4 * DueWork.TURN;

	private static final Duration TICK = Duration.ofMillis(100);

	@RegisterExtension
	private final ExecutorDriver executor = new ExecutorDriver();

	@Test
	void killOfTenThousandChildrenThatRunOrAreQueued() {
		List<Job> jobs = loop();
		jobs.subList(0, CHILDREN / 2).forEach((job) -> this.executor.start(job, ALICE));
		this.executor.mostRecordsOfATurn();
		this.executor.kill("e1");
		assertThat(this.executor.mostRecordsOfATurn()).isLessThan(MOST_RECORDS);
		assertThat(this.executor.workerCommands()).hasSize(CHILDREN / 2);
		jobs.subList(0, CHILDREN / 2).forEach((job) -> this.executor.end(job, ALICE, State.KILLED, null));
		assertThat(this.executor.executions()).last().extracting(Execution::state).isEqualTo(State.KILLED);
		assertThat(this.executor.entries()).isEmpty();
	}

	@Test
	void lossOfAWorkerWithFiveThousandLeases() {
		List<Job> jobs = loop();
		jobs.subList(0, LEASES).forEach((job) -> this.executor.start(job, ALICE));
		jobs.subList(LEASES, CHILDREN).forEach((job) -> this.executor.start(job, BOB));
		this.executor.gone.add(ALICE);
		this.executor.mostRecordsOfATurn();
		for (int ticks = 0; ticks < 50; ticks++) {
			this.executor.pass(TICK);
		}
		assertThat(this.executor.mostRecordsOfATurn()).isPositive().isLessThan(MOST_RECORDS);
		assertThat(this.executor.jobs()).hasSize(LEASES).allSatisfy((job) -> assertThat(job.attempt()).isEqualTo(2));
	}

	@Test
	void createThatComesAgainAfterTheEndRunsNothing() {
		Flow flow = Samples.flow(List.of(Samples.task("only")));
		String id = UUID.randomUUID().toString();
		this.executor.create(id, flow);
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		this.executor.executions();
		this.executor.create(id, flow);
		assertThat(this.executor.jobs()).isEmpty();
		assertThat(this.executor.executions()).isEmpty();
		assertThat(this.executor.events.stale).containsExactly(StaleReason.EXECUTION_EXISTS);
	}

	@Test
	void endedExecutionsAreForgottenAfterAWhileAndLivingOnesAreNot() {
		Flow flow = Samples.flow(List.of(Samples.task("only")));
		String living = UUID.randomUUID().toString();
		this.executor.create(living, flow);
		this.executor.job();
		for (int i = 0; i < 100; i++) {
			this.executor.create(UUID.randomUUID().toString(), flow);
			this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		}
		assertThat(this.executor.ended()).isEqualTo(100);
		passAll(Duration.ofSeconds(1));
		assertThat(this.executor.ended()).isPositive();
		passAll(Duration.ofSeconds(1));
		assertThat(this.executor.ended()).isZero();
		assertThat(this.executor.entries()).containsExactly("x/" + living);
	}

	@Test
	void restartIsRememberedForAsLongAsTheRepositoryMayNotKnowIt() {
		Flow flow = Samples.flow(List.of(Samples.task("only")));
		this.executor.plans.put(flow.ref(), Plan.of(flow));
		this.executor.command(new ExecutionCommand.Create(UUID.randomUUID().toString(), Samples.START, flow.ref(),
				Map.of(), Map.of(), null, new Rerun(Rerun.Kind.RESTART, "e0", null, 0), Map.of(), null));
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		passAll(Duration.ofSeconds(1));
		passAll(Duration.ofSeconds(1));
		assertThat(this.executor.ended()).isOne();
	}

	@Test
	void revisionsOfADeletedFlowAreKeptWhileAnExecutionRunsOne() {
		Flow flow = Samples.flow(List.of(Samples.task("only")));
		this.executor.create("e1", flow);
		this.executor.pass(Duration.ofMinutes(15));
		assertThat(this.executor.flowCommands()).isEmpty();
		this.executor.deleted.add(flow.key());
		this.executor.pass(Duration.ofMinutes(15));
		this.executor.pass(Duration.ofMinutes(1));
		assertThat(this.executor.flowCommands()).singleElement()
			.isInstanceOf(FlowCommand.Keep.class)
			.extracting(FlowCommand::key)
			.isEqualTo(flow.key());
		this.executor.run(this.executor.job(), ALICE, State.SUCCESS, null);
		this.executor.pass(Duration.ofMinutes(15));
		assertThat(this.executor.flowCommands()).isEmpty();
	}

	/** Long enough for a look at each slice of the ids. */
	private void passAll(Duration by) {
		for (int slice = 0; slice < ExecutorStore.SLICES; slice++) {
			this.executor.pass(by);
		}
	}

	private List<Job> loop() {
		this.executor.create("e1", Samples.flow(List.of(new ControlTask.ForEach("each", TaskOptions.NONE, Handlers.NONE,
				IntStream.range(0, CHILDREN).boxed().toList(), 0, true, List.of(Samples.task("say"))))));
		List<Job> jobs = this.executor.jobs();
		assertThat(jobs).hasSize(CHILDREN);
		return jobs;
	}

}
