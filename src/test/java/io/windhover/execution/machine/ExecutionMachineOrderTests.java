package io.windhover.execution.machine;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.windhover.execution.Execution;
import io.windhover.execution.Samples;
import io.windhover.execution.State;
import io.windhover.execution.TaskRun;
import io.windhover.flow.Flow;
import io.windhover.flow.WorkerTask;
import io.windhover.flow.WorkerTask.OnWorkerLoss;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ExecutionMachineOrderTests {

	private static final int RUNS = 3000;

	@Test
	void noOrderOfEventsLosesATaskRunOrEndsAnExecutionTwice() {
		long first = new Random().nextLong();
		Map<State, Integer> ends = new EnumMap<>(State.class);
		for (long seed = first; seed < first + RUNS; seed++) {
			ends.merge(run(seed), 1, Integer::sum);
		}
		assertThat(ends.keySet()).as("the orders reach every end")
			.containsExactlyInAnyOrder(State.SUCCESS, State.WARNING, State.FAILED, State.KILLED);
	}

	private static State run(long seed) {
		try {
			Random random = new Random(seed);
			Flow flow = flow(random);
			SimulatedCluster cluster = new SimulatedCluster(random, flow);
			for (int steps = random.nextInt(150); steps > 0; steps--) {
				cluster.step();
			}
			cluster.drain();
			return check(cluster.executor, flow);
		}
		catch (AssertionError | RuntimeException ex) {
			throw new AssertionError("With seed " + seed + ": " + ex.getMessage(), ex);
		}
	}

	private static State check(SimulatedExecutor executor, Flow flow) {
		assertThat(executor.documents).filteredOn((execution) -> execution.state().isTerminal())
			.as("ends exactly once")
			.hasSize(1);
		Execution last = executor.documents.get(executor.documents.size() - 1);
		assertThat(executor.isEmpty()).as("nothing is left").isTrue();
		List<State> taskRuns = executor.lastDocuments.values().stream().map(TaskRun::state).toList();
		assertThat(taskRuns).as("each task run ended").allMatch(State::isTerminal);
		switch (last.state()) {
			case SUCCESS -> assertThat(taskRuns).hasSize(flow.tasks().size()).containsOnly(State.SUCCESS);
			case WARNING -> assertThat(taskRuns).hasSize(flow.tasks().size())
				.contains(State.WARNING)
				.isSubsetOf(State.SUCCESS, State.WARNING);
			case FAILED -> assertThat(taskRuns).containsOnlyOnce(State.FAILED);
			default -> assertThat(last.state()).isEqualTo(State.KILLED);
		}
		return last.state();
	}

	private static Flow flow(Random random) {
		List<WorkerTask> tasks = new ArrayList<>();
		for (int count = 1 + random.nextInt(5); count > 0; count--) {
			tasks.add(Samples.task("t" + count, random.nextBoolean() ? Samples.retry(1 + random.nextInt(4)) : null,
					random.nextBoolean(), random.nextBoolean() ? OnWorkerLoss.RETRY : OnWorkerLoss.FAIL));
		}
		return Samples.flow(tasks);
	}

}
